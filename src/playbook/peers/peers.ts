import type { Joining } from '../../inventory/host.ts';

/** What a host has set and registered so far. */
export interface Answers {
  known: Readonly<Record<string, unknown>>;
  /** Names of which only a real run tells the value. */
  unknown: readonly string[];
}

/** The hosts of a run as a task of one of them sees them, while the run goes on. */
export interface Peers {
  /** Of a host that has taken part; `later` where only a real run tells. */
  answers(host: string): Answers | 'later' | undefined;
  /** Whether a host has failed, and takes no part any more. */
  hasFailed(host: string): boolean;
  /** Hosts that have joined groups. */
  joinings: readonly Joining[];
}

/** The hosts that are left of a play, which get fewer as hosts fail. */
export const PLAY_HOSTS = ['ansible_play_hosts', 'ansible_play_batch', 'play_hosts'] as const;

/** Variables that tell of other hosts: a task that uses one waits for what the others do before it. */
export const LIVE_NAMES = ['hostvars', 'groups', 'group_names', ...PLAY_HOSTS] as const;

export type LiveName = (typeof LIVE_NAMES)[number];

export function isLive(name: string): name is LiveName {
  return (LIVE_NAMES as readonly string[]).includes(name);
}

/** Whether a variable has what other hosts set in the same play, and not only which of them are left. */
export function isShared(name: string): boolean {
  return isLive(name) && !PLAY_HOSTS.some((one) => one === name);
}

/** Thrown when something is asked for that only a real run tells. */
export class OnlyRunTells extends Error {
  override name = 'OnlyRunTells';
}

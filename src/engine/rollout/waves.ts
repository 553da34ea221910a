import type { Wave } from '../../plan/rollout.ts';
import type { Part } from './part.ts';

/** A host that waits for its wave. */
export type Candidate = Pick<Part, 'kind' | 'guests'> & { host: string };

/** Who is to come first, whatever the plans say. */
export interface Wishes {
  /** The hosts that the playbook names. */
  canaries: readonly string[];
  /** Hosts that do something for all of their play. */
  doers: readonly string[];
}

/** The share of the hosts in the wave behind the canaries. */
const SECOND = 0.05;

/**
 * The waves of a play in which nothing is written of them. First come canaries: the hosts that the playbook names,
 * else one of each kind of plan, the least used. A canary is of no use where most of the hosts are one, so these are
 * never more than half; the commonest kinds come first. Then come 5 % of all, then the rest. `candidates` are in the
 * order of the play.
 */
export function wavesOf(candidates: readonly Candidate[], { canaries, doers }: Wishes): Wave[] {
  const all = candidates.map(({ host }) => host);
  const named = all.filter((host) => canaries.includes(host));
  const first = new Set([...(named.length > 0 ? named : chosen(candidates)), ...doers]);
  const left = all.filter((host) => !first.has(host));
  const count = Math.ceil(all.length * SECOND);
  const waves = [
    { what: 'canary', hosts: all.filter((host) => first.has(host)) },
    // Of one host left there is no share.
    { what: '5 %', hosts: left.length > 1 ? left.slice(0, count) : [] },
    { what: 'rest', hosts: left.length > 1 ? left.slice(count) : left },
  ];
  return waves.filter(({ hosts }) => hosts.length > 0);
}

function chosen(candidates: readonly Candidate[]): string[] {
  const kinds = new Map(candidates.map(({ kind }) => [kind, candidates.filter((one) => one.kind === kind)]));
  const most = Math.max(1, Math.floor(candidates.length / 2));
  return [...kinds.values()]
    .toSorted((one, other) => other.length - one.length)
    .slice(0, most)
    .flatMap((alike) => leastUsed(alike) ?? []);
}

/** Of several with as few guests the first. */
function leastUsed(alike: readonly Candidate[]): string | undefined {
  return alike.toSorted((one, other) => one.guests - other.guests)[0]?.host;
}

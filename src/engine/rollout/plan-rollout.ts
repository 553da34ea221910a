import { continued, type Wave } from '../../plan/rollout.ts';
import type { ResolvedPlay } from '../../playbook/resolve/resolved-play.ts';
import type { FleetHosts } from './fleet-hosts.ts';
import type { Part } from './part.ts';
import { type Turn, turnsOf } from './turns.ts';
import { type Wishes, wavesOf } from './waves.ts';

/** What a play comes to on a host, where the host takes part in it. */
type PartOf = (host: string) => Part | undefined;

/**
 * Whether a host waits for its wave, instead of beginning as soon as it is planned. Where a play says what is asked
 * behind a wave, it means all that it changes.
 */
export function waits({ inWaves, gates }: ResolvedPlay, part: Part | undefined): boolean {
  if (!inWaves || !part) return false;
  return part.disturbs || (gates !== undefined && part.changes);
}

/** The batches of a play, as waves. */
export function batchesOf(turns: readonly Turn[]): Wave[] {
  const [only, ...others] = turns;
  if (only && others.length === 0) return [{ hosts: only.members, what: 'all' }];
  return turns.map(({ members: hosts }, index) => ({ hosts, what: `batch ${index + 1} of ${turns.length}` }));
}

/** A play that is about to begin. */
interface Coming {
  play: ResolvedPlay;
  /** Its number. */
  index: number;
  /** Its hosts, in order. */
  hosts: readonly string[];
  partOf: PartOf;
}

/** The waves of a play that are to come, by the forecasts of its hosts: not those that an earlier run has behind it. */
export function comingWaves(
  { planned, passed }: Pick<FleetHosts, 'planned' | 'passed'>,
  { play, index, hosts, partOf }: Coming,
): Wave[] {
  const bonds = { goesTogether: planned.goTogether(index), doers: planned.doers(index) };
  return continued(plannedWaves(play, hosts, partOf, bonds), passed.get(play.name) ?? []);
}

function plannedWaves(
  play: ResolvedPlay,
  hosts: readonly string[],
  partOf: PartOf,
  { goesTogether, ...wishes }: Omit<Wishes, 'canaries'> & { goesTogether: boolean },
): Wave[] {
  const candidates = hosts.flatMap((host) => {
    const part = partOf(host);
    return part && waits(play, part) ? [{ host, ...part }] : [];
  });
  const { saved } = play.inWaves ?? {};
  if (saved)
    return savedWaves(
      saved,
      candidates.map(({ host }) => host),
    );
  if (goesTogether)
    return candidates.length > 0 ? [{ hosts: candidates.map(({ host }) => host), what: 'all' }] : [];
  return wavesOf(candidates, { canaries: play.inWaves?.canaries ?? [], ...wishes });
}

/** The same waves of those hosts that are left; what no wave has comes last. */
function savedWaves(saved: readonly Wave[], hosts: readonly string[]): Wave[] {
  const left = new Set(hosts);
  const known = new Set(saved.flatMap((wave) => wave.hosts));
  const waves = saved.map(({ what, hosts: all }) => ({
    what,
    hosts: all.filter((host) => left.has(host)),
  }));
  const others = { what: 'rest', hosts: hosts.filter((host) => !known.has(host)) };
  return [...waves, others].filter((wave) => wave.hosts.length > 0);
}

/** What tells the waves of a play. */
export function rolloutNews({ name: play, terms }: ResolvedPlay, waves: readonly Wave[]) {
  return { type: 'rollout-planned', play, waves, ...(terms && { terms }) } as const;
}

/** Tells the waves of each play as a run would have them, by the forecasts of all hosts. */
export function foreseenRollouts(plays: readonly ResolvedPlay[], fleet: FleetHosts): void {
  const { hosts, planned, announce } = fleet;
  for (const [index, play] of plays.entries()) {
    const turns = turnsOf(play, planned.joinings);
    const partOf = (name: string) => {
      const host = hosts.get(name);
      return host?.ended?.kind === 'finished' ? host.partIn(index) : undefined;
    };
    const waves = play.inWaves
      ? comingWaves(fleet, { play, index, hosts: turns.flatMap((turn) => turn.members), partOf })
      : batchesOf(turns);
    if (waves.length > 1 || (waves.length > 0 && play.gates)) announce(rolloutNews(play, waves));
  }
}

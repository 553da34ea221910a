import type { Mode } from '../plan/outcome.ts';
import { passedBy, savedOf, type Wave } from '../plan/rollout.ts';
import type { HostPlay, ResolvedPlay } from '../playbook/resolve/resolved-play.ts';
import type { HostRun } from './host.ts';
import { all, FleetHosts, type FleetSettings } from './rollout/fleet-hosts.ts';
import { foreseenRollouts } from './rollout/plan-rollout.ts';
import { PlayRun } from './rollout/play-run.ts';

const NOTHING: HostPlay = { tasks: [], handlers: [] };

/** The plays as one host meets them; one in which it takes no part is empty. */
export function playsOf(host: string, plays: readonly ResolvedPlay[]): HostPlay[] {
  return plays.map((play) => play.hosts.get(host) ?? NOTHING);
}

/** What is known of the waves before the run. */
interface KnownWaves {
  /** By play, what waves were for which an earlier run has behind it. */
  passed?: ReadonlyMap<string, readonly string[]> | undefined;
  /** The waves of plays that a saved plan has. */
  rollouts?: readonly { play: string; waves: readonly Wave[] }[] | undefined;
}

/**
 * Runs the plays on all hosts. A host is planned, for all plays, when its first turn comes. A play waits for the play
 * before it, and goes through its hosts in batches or waves; a host that is not in the next one gives its lock and its
 * connection up. When a play stops, nothing starts behind it. Where nothing is written there is nothing to wait for.
 */
export async function runFleet(
  resolved: readonly ResolvedPlay[],
  hosts: ReadonlyMap<string, HostRun>,
  { mode, passed, rollouts = [], ...settings }: Omit<FleetSettings, 'passed'> & KnownWaves & { mode: Mode },
): Promise<void> {
  const names = resolved.map(({ name }) => name);
  const plays = resolved.map((play, index) => {
    const saved = savedOf(rollouts, names, index);
    return play.inWaves && saved ? { ...play, inWaves: { ...play.inWaves, saved } } : play;
  });
  const fleet = new FleetHosts(hosts, { ...settings, passed: passed && passedBy(passed, names) });
  try {
    if (mode === 'apply') await perform(plays, fleet);
    else {
      fleet.planned.begin(hosts.keys());
      await all([...hosts.keys()].map((name) => fleet.use(name, false, () => fleet.plan(name))));
      if (mode === 'check') foreseenRollouts(plays, fleet);
    }
  } finally {
    await fleet.close();
  }
}

async function perform(plays: readonly ResolvedPlay[], fleet: FleetHosts): Promise<void> {
  for (const [index, play] of plays.entries()) {
    const next = plays[index + 1]?.batches[0] ?? [];
    const why = await new PlayRun(fleet, index, play).run(next);
    if (why === undefined) continue;
    for (const host of fleet.hosts.values()) host.abandon(why);
    return;
  }
}

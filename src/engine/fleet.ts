import type { Mode } from '../plan/outcome.ts';
import type { Wave } from '../plan/rollout.ts';
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

/** How the fleet goes, with the waves of plays that a saved plan has. */
interface Going extends FleetSettings {
  mode: Mode;
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
  { mode, rollouts = [], ...settings }: Going,
): Promise<void> {
  const saved = new Map(rollouts.map(({ play, waves }) => [play, waves]));
  const plays = resolved.map((play) => {
    const own = saved.get(play.name);
    return play.inWaves && own ? { ...play, inWaves: { ...play.inWaves, saved: own } } : play;
  });
  const fleet = new FleetHosts(hosts, settings);
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

import type { HostPlay, ResolvedPlay } from '../playbook/resolve/resolved-play.ts';
import type { HostRun } from './host.ts';
import { Slots } from './slots.ts';

const NOTHING: HostPlay = { tasks: [], handlers: [] };

/** The plays as one host meets them; one in which it takes no part is empty. */
export function playsOf(host: string, plays: readonly ResolvedPlay[]): HostPlay[] {
  return plays.map((play) => play.hosts.get(host) ?? NOTHING);
}

/**
 * Runs the plays on all hosts, of which at most `forks` are connected to at once. A host is planned when its first
 * batch comes, and writes as soon as its own plan is there, whatever the others do. A batch waits for the one before
 * it, a play for the play before it. When a whole batch of several ends badly, the batches after it do not start.
 * Where nothing is written there is nothing to wait for.
 */
export async function runFleet(
  plays: readonly ResolvedPlay[],
  hosts: ReadonlyMap<string, HostRun>,
  forks: number,
): Promise<void> {
  const slots = new Slots(forks);
  const each = [...hosts.values()];
  try {
    if (each.some((host) => host.writes)) await perform(plays, hosts, slots);
    else await all(each.map((host) => slots.use(host.connection, () => host.plan())));
  } finally {
    slots.close();
    await all(each.map((host) => host.close()));
  }
}

/** Like Promise.all, but a bug on one host lets the others come to their end first. */
async function all<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

async function perform(
  plays: readonly ResolvedPlay[],
  hosts: ReadonlyMap<string, HostRun>,
  slots: Slots,
): Promise<void> {
  for (const [index, play] of plays.entries()) {
    for (const [number, batch] of play.batches.entries()) {
      const turns = batch.flatMap((name) => hosts.get(name) ?? []);
      const walked = await all(
        turns.map((host) =>
          slots.use(host.connection, async () => {
            await host.plan();
            return host.perform(index);
          }),
        ),
      );
      if (play.batches.length < 2 || walked.some((one) => one.kind !== 'stopped')) continue;
      const why = `Batch ${number + 1} of ${play.batches.length} of play "${play.name}" failed on all of its hosts.`;
      for (const host of hosts.values()) host.abandon(why);
      return;
    }
  }
}

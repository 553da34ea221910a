import pLimit from 'p-limit';
import type { HostPlay, ResolvedPlay } from '../playbook/task.ts';
import type { HostRun } from './host.ts';
import type { Walked } from './walk.ts';

const NOTHING: HostPlay = { tasks: [], handlers: [] };

/** The plays as one host meets them; one in which it takes no part is empty. */
export function playsOf(host: string, plays: readonly ResolvedPlay[]): HostPlay[] {
  return plays.map((play) => play.hosts.get(host) ?? NOTHING);
}

/**
 * Runs the plays on all hosts, `forks` at once. Hosts are independent within a batch: each starts to write as soon
 * as its own plan is there. A batch waits for the one before it, a play for the play before it.
 * When a whole batch of several ends badly, the batches after it do not start.
 */
export async function runFleet(
  plays: readonly ResolvedPlay[],
  hosts: ReadonlyMap<string, HostRun>,
  forks: number,
): Promise<void> {
  const limit = pLimit(forks);
  const plans = new Map([...hosts].map(([name, host]) => [name, limit(() => host.plan())]));
  try {
    await all([perform(plays, hosts, plans, limit), ...plans.values()]);
  } finally {
    await all([...hosts.values()].map((host) => limit(() => host.close())));
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
  plans: ReadonlyMap<string, Promise<void>>,
  limit: ReturnType<typeof pLimit>,
): Promise<void> {
  for (const [index, play] of plays.entries()) {
    for (const [number, batch] of play.batches.entries()) {
      const walked = await all(
        batch.map(
          (name): Promise<Walked | undefined> =>
            limit(async () => {
              await plans.get(name);
              return hosts.get(name)?.perform(index);
            }),
        ),
      );
      if (play.batches.length < 2 || walked.some((one) => one?.kind !== 'stopped')) continue;
      await all([...plans.values()]);
      const why = `Batch ${number + 1} of ${play.batches.length} of play "${play.name}" failed on all of its hosts.`;
      for (const host of hosts.values()) host.abandon(why);
      return;
    }
  }
}

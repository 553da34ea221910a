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
 * it, a play for the play before it; a host that is not in the next batch gives its lock and its connection up. When a whole batch of several ends badly, the batches after it do not start.
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
    else await all(each.map((host) => slots.use(host.connection, false, () => host.plan())));
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
  const turns = turnsOf(plays);
  for (const [at, { index, batch, where }] of turns.entries()) {
    const next = new Set(turns[at + 1]?.batch);
    const walked = await all(
      batch.flatMap((name) => {
        const host = hosts.get(name);
        if (!host) return [];
        return slots.use(host.connection, next.has(name), async () => {
          await host.plan();
          return host.perform(index);
        });
      }),
    );
    const failed = walked.filter((one) => one.kind === 'stopped').length;
    const why = reasonToEnd({ failed, all: walked.length }, where, plays[index]);
    if (why === undefined) continue;
    for (const host of hosts.values()) host.abandon(why);
    return;
  }
}

/** Hosts that go through a play at once. `where` is set where it is one batch of several. */
interface Turn {
  /** Of the play. */
  index: number;
  batch: readonly string[];
  where?: string;
}

function turnsOf(plays: readonly ResolvedPlay[]): Turn[] {
  return plays.flatMap(({ name, batches }, index) =>
    batches.map((batch, number): Turn => {
      const where = `Batch ${number + 1} of ${batches.length} of play "${name}"`;
      return { index, batch, ...(batches.length > 1 && { where }) };
    }),
  );
}

/** Why nothing starts behind hosts of which `failed` came to no good end; `where` names a batch of several. */
function reasonToEnd(
  { failed, all }: { failed: number; all: number },
  where: string | undefined,
  play: ResolvedPlay | undefined,
): string | undefined {
  if (where !== undefined && failed === all) return `${where} failed on all of its hosts.`;
  const { name, mostFailed } = play ?? {};
  if (mostFailed === undefined || failed === 0 || (failed * 100) / all <= mostFailed) return undefined;
  return `${where ?? `Play "${name}"`} failed on ${failed} of its ${all} hosts, more than it allows.`;
}

import type { HostPlay, ResolvedPlay } from '../playbook/resolve/resolved-play.ts';
import type { HostRun } from './host.ts';
import { Slots } from './slots.ts';
import { reasonToEnd, turnsOf } from './turns.ts';
import { FleetState } from './walk/fleet-state.ts';

const NOTHING: HostPlay = { tasks: [], handlers: [] };

/** The plays as one host meets them; one in which it takes no part is empty. */
export function playsOf(host: string, plays: readonly ResolvedPlay[]): HostPlay[] {
  return plays.map((play) => play.hosts.get(host) ?? NOTHING);
}

/**
 * Runs the plays on all hosts, of which at most `forks` are connected to at once. A host is planned when its first
 * batch comes, and writes as soon as its own plan is there, whatever the others do. A batch waits for the one before
 * it, a play for the play before it; a host that is not in the next batch gives its lock and its connection up. When
 * more hosts fail than the play allows, or a whole batch of several, the batches after it do not start. Where nothing
 * is written there is nothing to wait for.
 */
export async function runFleet(
  plays: readonly ResolvedPlay[],
  hosts: ReadonlyMap<string, HostRun>,
  forks: number,
): Promise<void> {
  const slots = new Slots(forks);
  const each = [...hosts.values()];
  try {
    const planned = new FleetState(true);
    const plan = ([name, host]: readonly [string, HostRun]) =>
      host.plan((index) => planned.among(name, index, pause(host, slots))).finally(() => planned.left(name));
    if (each.some((host) => host.writes)) await perform(plays, hosts, slots, { planned, plan });
    else {
      planned.begin(hosts.keys());
      await all([...hosts].map((one) => slots.use(one[1].connection, false, () => plan(one))));
    }
  } finally {
    slots.close();
    await all(each.map((host) => host.close()));
  }
}

/** Like Promise.all, but a bug on one host lets the others come to their end first. */
export async function all<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** What waits for other hosts gives its slot to one that does not. */
function pause({ connection }: HostRun, slots: Slots) {
  return async (until: Promise<void>) => {
    await slots.without(connection, until);
    await connection.ready();
  };
}

/** How hosts are planned. */
interface Planning {
  planned: FleetState;
  plan(host: readonly [string, HostRun]): Promise<void>;
}

async function perform(
  plays: readonly ResolvedPlay[],
  hosts: ReadonlyMap<string, HostRun>,
  slots: Slots,
  { planned, plan }: Planning,
): Promise<void> {
  const performed = new FleetState(false);
  for (const [index, play] of plays.entries()) {
    const turns = turnsOf(play, performed.joinings);
    for (const [at, { batch, members, where }] of turns.entries()) {
      const next = new Set(turns[at + 1]?.batch ?? plays[index + 1]?.batches[0]);
      const own = batch.filter((name) => hosts.has(name));
      planned.begin(own);
      performed.begin(own);
      const walked = await all(
        batch.flatMap((name) => {
          const host = hosts.get(name);
          if (!host) return [];
          return slots.use(host.connection, next.has(name), async () => {
            await plan([name, host]);
            if (host.isAtRest) performed.rest(name, planned);
            const among = performed.among(name, index, pause(host, slots));
            const { kind } = await host.perform(index, among).finally(() => performed.left(name));
            return { name, kind };
          });
        }),
      );
      const counted = walked.filter(({ name }) => members.includes(name));
      const failed = counted.filter(({ kind }) => kind === 'stopped').length;
      const why = reasonToEnd({ failed, all: counted.length }, where, play);
      if (why === undefined) continue;
      for (const host of hosts.values()) host.abandon(why);
      return;
    }
  }
}

import { type SeenWorker, SILENCE } from './workers.ts';

/** What a server sees of the workers. */
interface Sight {
  workers: readonly SeenWorker[];
  regions: readonly string[];
  /** The queue of the server; absent while it does not answer: then it is no fault of a worker that it does not reach it. */
  queue?: { id: string; address: string } | undefined;
  /** Milliseconds of a clock that is never set. */
  now: number;
}

/** What is wrong with workers, and of what nobody can tell yet whether it is. */
export interface Absence {
  alarms: ReadonlyMap<string, string>;
  unsure: ReadonlySet<string>;
}

/**
 * Knows for how long a region had no worker, and a worker not the queue. Somebody who starts a server, a worker or the
 * database anew has as long to do so as a worker may be silent.
 */
export class Presence {
  /** Since when the database answers. */
  #since: number | undefined;
  /** When all was well, by what an alarm is about. */
  #well = new Map<string, number>();

  /** While the database is away nobody can give a sign of life. */
  interrupt(): void {
    this.#since = undefined;
  }

  look({ workers, regions, queue, now }: Sight): Absence {
    this.#since ??= now;
    const faults = new Map(workers.map((one) => [one, queue && queueFault(one, queue)]));
    const before = this.#well;
    this.#well = new Map();
    const alarms = new Map<string, string>();
    const unsure = new Set<string>();
    const judge = (about: string, right: readonly SeenWorker[], why: string | undefined) => {
      const signs = right.map(({ silence }) => now - silence);
      const last = Math.max(this.#since ?? now, before.get(about) ?? 0, ...signs);
      this.#well.set(about, last);
      if (why === undefined) return;
      if (now - last > SILENCE) alarms.set(about, why);
      else unsure.add(about);
    };
    for (const region of regions) {
      const own = workers.filter((one) => one.region === region);
      const right = own.filter((one) => faults.get(one) === undefined);
      const isServed = right.some(({ isThere }) => isThere);
      judge(regionAlarm(region), right, isServed ? undefined : absence(own));
    }
    const isFresh = now - this.#since <= SILENCE;
    for (const [worker, fault] of faults)
      if (worker.isThere || isFresh) judge(workerAlarm(worker), fault === undefined ? [worker] : [], fault);
    return { alarms, unsure };
  }
}

/** What is wrong with workers for somebody who looks once, and knows no queue to compare theirs with. */
export function absentNow(workers: readonly SeenWorker[], regions: readonly string[]): Map<string, string> {
  const there = workers.filter(({ isThere }) => isThere);
  const served = new Set(there.filter(({ trouble }) => trouble === '').map(({ region }) => region));
  const without = regions.filter((region) => !served.has(region));
  return new Map([
    ...without.map(
      (region) => [regionAlarm(region), absence(workers.filter((one) => one.region === region))] as const,
    ),
    ...there.flatMap((one) => (one.trouble === '' ? [] : [[workerAlarm(one), troubleOf(one)] as const])),
  ]);
}

function regionAlarm(region: string): string {
  return `region ${region}`;
}

/** What an alarm of a worker is about. */
export function workerAlarm({ name, region }: Pick<SeenWorker, 'name' | 'region'>): string {
  return `worker ${name} of ${region}`;
}

/** Why the server has nothing of a worker that is there. */
function queueFault(worker: SeenWorker, own: { id: string; address: string }): string | undefined {
  const { queue, queue_id: id, trouble } = worker;
  if (trouble !== '') return troubleOf(worker);
  return id === own.id
    ? undefined
    : `it listens at ${queue}, which is another queue than ${own.address} of the server`;
}

function troubleOf({ queue, trouble }: SeenWorker): string {
  return `it does not reach its queue ${queue}: ${trouble}`;
}

function absence(workers: readonly SeenWorker[]): string {
  const there = workers.filter(({ isThere }) => isThere);
  if (there.length > 0)
    return `none of its workers listens at the queue: ${there.map(({ name }) => name).join(', ')}`;
  const last = workers
    .map(({ seen }) => seen)
    .toSorted()
    .at(-1);
  const when = last === undefined ? '' : `; the last one was seen ${last.slice(0, 16).replace('T', ' ')} UTC`;
  return `it has no worker${when}`;
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../problem.ts';
import { isJobId } from './job.ts';
import type { Backend, BullQueue, QueueUser } from './queue-backend.ts';
import { missingLibrary } from './queue-missing.ts';

/**
 * The queue tells workers that there is a job; what the job is, and who has it, is in the database. So nothing is lost
 * with a queue that forgets, and who can write into it starts nothing.
 */
export interface Queue {
  /** Tells a worker of the region; once, however often it is said of the same job. */
  ring(job: { id: string; region: string; wait: number }): Promise<void>;
  /** Jobs by region and state. */
  counts(regions: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>>;
  /** What the queue calls itself. */
  identity(): Promise<string>;
  close(): Promise<void>;
}

/** A worker's end of the queue. */
export interface Bell {
  /** What the queue calls itself; rejects while it does not answer. */
  identity(): Promise<string>;
  /** Takes no further job, and resolves when those that were begun have ended. */
  close(): Promise<void>;
}

/** Nothing of a job stays in the queue: the database has it. */
const FORGOTTEN = { removeOnComplete: true, removeOnFail: true };

export async function openQueue(user: QueueUser): Promise<Queue> {
  const backend = await backendOf(user);
  const queues = new Map<string, BullQueue>();
  let prepared: Promise<void> | undefined;
  // schedule.yaml may get a region while a server runs.
  const asked = async <T>(region: string, question: (queue: BullQueue) => Promise<T>): Promise<T> => {
    prepared ??= backend.prepare();
    await prepared.catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    const queue = queues.get(region) ?? backend.queue(queueName(user.project, region));
    queues.set(region, queue);
    const answer = await question(queue);
    user.tell(undefined);
    return answer;
  };
  return {
    ring: async ({ id, region, wait }) => {
      const options = { jobId: id, delay: Math.ceil(wait), ...FORGOTTEN };
      await asked(region, (queue) => queue.add('job', {}, options));
    },
    counts: async (regions) => {
      const ofRegion = async (region: string) =>
        [region, await asked(region, (queue) => queue.getJobCounts('waiting', 'active', 'delayed'))] as const;
      return new Map(await Promise.all(regions.map(ofRegion)));
    },
    identity: onceAtATime(() => backend.identity()),
    close: async () => {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

/** Listens for jobs of a region as soon as the queue answers; `work` gets their ids, of at most `capacity` at the same time. */
export async function listen(
  user: QueueUser,
  { region, capacity, stop }: { region: string; capacity: number; stop: AbortSignal },
  work: (id: string) => Promise<void>,
): Promise<Bell> {
  const backend = await backendOf(user);
  const ring = async ({ id = '' }: { id?: string }) => {
    user.tell(undefined);
    if (isJobId(id)) await work(id);
  };
  const listening = prepared(backend, user, stop).then((isReady) =>
    isReady ? backend.worker(queueName(user.project, region), ring, capacity) : undefined,
  );
  // Whoever asks for the identity gets it.
  listening.catch(() => {});
  return {
    identity: onceAtATime(async () => {
      await listening;
      return backend.identity();
    }),
    close: async () => {
      await (await listening.catch(() => undefined))?.close();
      await backend.close();
    },
  };
}

/** A queue that is away keeps a question until it is back: asked every few seconds, it would keep thousands. */
function onceAtATime<T>(question: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= question().finally(() => {
      asked = undefined;
    });
    return asked;
  };
}

/** A worker of BullMQ that finds no tables when it begins never finds them. Resolves to false where it was stopped before. */
async function prepared(backend: Backend, user: QueueUser, stop: AbortSignal): Promise<boolean> {
  const stopped = once(stop, 'abort').then(() => false);
  while (!stop.aborted && !(await Promise.race([isPrepared(backend, user), stopped])))
    await sleep(AGAIN, undefined, { signal: stop }).catch(() => {});
  return !stop.aborted;
}

async function isPrepared(backend: Backend, { tell }: QueueUser): Promise<boolean> {
  try {
    await backend.prepare();
    tell(undefined);
    return true;
  } catch (error) {
    tell(error instanceof Error ? error : new Error(String(error)));
    return false;
  }
}

/** Milliseconds between two attempts to prepare the queue. */
const AGAIN = 2_000;

/** Projects that share a database or a Redis have queues of their own. */
function queueName(project: string, region: string): string {
  return `${region}-${createHash('sha256').update(project).digest('hex').slice(0, 8)}`;
}

async function backendOf(user: QueueUser): Promise<Backend> {
  try {
    if (/^postgres(ql)?:/.test(user.url)) {
      const { postgresBackend } = await import('./queue-postgres.ts');
      return await postgresBackend(user);
    }
    const { redisBackend } = await import('./queue-redis.ts');
    return await redisBackend(user);
  } catch (error) {
    const missing = missingLibrary(error);
    throw missing ? new ProblemError([missing]) : error;
  }
}

import { randomUUID } from 'node:crypto';
import { guarded } from './guarded-redis.ts';
import { type Backend, connectionFaults, type QueueUser, TIMES } from './queue-backend.ts';
import { redisFault } from './queue-fault.ts';

/** Milliseconds between two attempts to connect, at most. */
const RECONNECT = 3_000;
/** Milliseconds without an answer after which a connection is given up: the network may have lost it. */
const DEAD = 30_000;

/** BullMQ on Redis or Valkey. */
export async function redisBackend(user: QueueUser): Promise<Backend> {
  const { url, tell } = user;
  const onError = connectionFaults({
    ...user,
    tell: (fault) => tell(fault && redisFault(fault, url)),
  });
  const { Queue, Worker } = await import('bullmq');
  const { Redis } = await import('ioredis');
  const opened: InstanceType<typeof Redis>[] = [];
  const connection = () => {
    const options = {
      maxRetriesPerRequest: null,
      connectTimeout: 5_000,
      keepAlive: 10_000,
      socketTimeout: DEAD,
      retryStrategy: (times: number) => Math.min(times * 200, RECONNECT),
    };
    const one = guarded(new Redis(url, options));
    one.on('error', onError);
    one.on('ready', () => tell(undefined));
    opened.push(one);
    return one;
  };
  const prefix = 'virtfleet';
  const key = `${prefix}:queue-id`;
  let asking: InstanceType<typeof Redis> | undefined;
  return {
    queue: (name) => {
      const queue = new Queue(name, { connection: connection(), prefix });
      queue.on('error', onError);
      return queue;
    },
    worker: (name, work, concurrency) => {
      const worker = new Worker(name, work, { connection: connection(), prefix, concurrency, ...TIMES });
      worker.on('error', onError);
      return worker;
    },
    prepare: async () => {},
    identity: async () => {
      asking ??= connection();
      await asking.set(key, randomUUID(), 'NX');
      return (await asking.get(key)) ?? '';
    },
    close: async () => {
      for (const one of opened) one.disconnect();
    },
  };
}

import type { PgPool } from 'bullmq';
import pg from 'pg';
import { postgresLogin } from '../history/postgres.ts';
import { type Backend, connectionFaults, type QueueUser, TIMES } from './queue-backend.ts';

/** The schema of BullMQ's tables. */
const SCHEMA = 'bullmq';

/** A cluster has a number since it was made, and each of its databases has one. */
const IDENTITY = `select (pg_control_system()).system_identifier || '/' || oid as id
  from pg_database where datname = current_database()`;

/** BullMQ on PostgreSQL: no Redis is needed then. */
export async function postgresBackend(user: QueueUser): Promise<Backend> {
  const { url } = user;
  const onError = connectionFaults(user);
  const { createPostgresBackend, runMigrations, withBackend } = await import('bullmq');
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const pools: pg.Pool[] = [];
  let asking: PgPool | undefined;
  const connection = () => {
    const pool = new pg.Pool({
      ...postgresLogin(url),
      ...{ options: `-c search_path=${SCHEMA}`, application_name: 'virtfleet' },
      // One of them listens.
      ...{ max: 4, keepAlive: true, connectionTimeoutMillis: 5_000 },
    });
    pool.on('error', onError);
    // Those that are in use are not of the pool: without a listener they would end the process.
    pool.on('connect', (client) => client.on('error', onError));
    pools.push(pool);
    // The types of the two know each other only by their members.
    return pool as unknown as PgPool;
  };
  return {
    queue: (name) => {
      const queue = new Queue(name, { connection: connection() });
      queue.on('error', onError);
      return queue;
    },
    worker: (name, work, concurrency) => {
      const options = { connection: connection(), concurrency, ...TIMES };
      const worker = new Worker(name, work, options);
      worker.on('error', onError);
      return worker;
    },
    identity: async () => {
      asking ??= connection();
      const { rows } = await asking.query(IDENTITY);
      return String(rows[0]?.id);
    },
    prepare: async () => {
      // A network that was cut answers nothing: it would be waited for until the kernel gives it up.
      const patience = { connectionTimeoutMillis: 5_000, query_timeout: 60_000, keepAlive: true };
      const client = new pg.Client({ ...postgresLogin(url), ...patience });
      client.on('error', onError);
      await client.connect();
      try {
        await runMigrations(client, SCHEMA);
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await Promise.allSettled(pools.map((pool) => pool.end()));
    },
  };
}

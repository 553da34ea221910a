import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

interface Columns {
  key: readonly string[];
  texts: readonly string[];
  numbers: readonly string[];
}

function newTable(db: Kysely<Tables>, name: string, { key, texts, numbers }: Columns) {
  const made = db.schema.createTable(name).addPrimaryKeyConstraint(`${name}_key`, [...key] as never[]);
  const withTexts = [...key, ...texts].reduce(
    (all, one) => all.addColumn(one, 'text', (column) => column.notNull()),
    made,
  );
  return numbers.reduce(
    (all, one) => all.addColumn(one, 'integer', (column) => column.notNull().defaultTo(0)),
    withTexts,
  );
}

/** Workers of several projects in one database, and of one name in several regions. They give signs of life all the time. */
export async function workersOfProjects(db: Kysely<Tables>): Promise<void> {
  await db.schema.dropTable('workers').execute();
  await newTable(db, 'workers', {
    key: ['project', 'region', 'name'],
    texts: ['seen', 'commit_id', 'version'],
    numbers: ['capacity', 'busy'],
  }).execute();
}

/** Workers say at which queue they listen, and why they do not. */
export async function queuesOfWorkers(db: Kysely<Tables>): Promise<void> {
  for (const name of ['queue', 'queue_id', 'trouble'])
    await db.schema
      .alterTable('workers')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
}

/** What many controllers share. */
export async function controllers(db: Kysely<Tables>): Promise<void> {
  const table = (name: string, key: string[], texts: string[], numbers: string[]) =>
    newTable(db, name, { key, texts, numbers });
  const texts = ['schedule', 'name', 'kind', 'region', 'due', 'begins', 'deadline'];
  await table(
    'jobs',
    ['id'],
    [...texts, 'commit_id', 'inventory_digest', 'hosts', 'state'],
    ['times', 'attempt'],
  )
    .addColumn('reason', 'text')
    .addColumn('worker', 'text')
    .addColumn('until', 'text')
    .addColumn('ended', 'text')
    .addColumn('exit_code', 'integer')
    .execute();
  await db.schema.createIndex('jobs_schedule').on('jobs').columns(['schedule', 'due']).execute();
  await db.schema.createIndex('jobs_state').on('jobs').columns(['state', 'deadline']).execute();
  await table('job_hosts', ['job', 'host'], ['state'], ['attempt']).execute();
  await table('dues', ['schedule'], ['decided', 'since'], []).addColumn('paused', 'text').execute();
  await table(
    'workers',
    ['name'],
    ['region', 'seen', 'commit_id', 'version'],
    ['capacity', 'busy'],
  ).execute();
}

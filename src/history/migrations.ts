import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { controllers, queuesOfWorkers, workersOfProjects } from './migrate-controllers.ts';
import type { Tables } from './tables.ts';

/** What a database speaks, where the two differ. */
export type Dialect = 'sqlite' | 'postgres';

/**
 * The steps from an empty database to the tables of today, oldest first. A step that was released is never edited:
 * a new one is added behind it.
 */
const MIGRATIONS: readonly ((db: Kysely<Tables>, dialect: Dialect) => Promise<void>)[] = [
  firstTables,
  rescuedTasks,
  causes,
  alerts,
  schedules,
  findings,
  resumption,
  savedPlans,
  controllers,
  workersOfProjects,
  queuesOfWorkers,
];

/**
 * Brings a database to the tables of today; `db` is a transaction that nobody else can have at the same time. Throws
 * when a newer Virtfleet wrote it.
 */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await sql`create table if not exists schema_version (version integer not null)`.execute(db);
  const version = await versionOf(db);
  for (const step of MIGRATIONS.slice(version)) await step(db, dialect);
  await sql`delete from schema_version`.execute(db);
  await sql`insert into schema_version (version) values (${MIGRATIONS.length})`.execute(db);
}

/** Whether there is nothing to migrate, as nearly always; asked without a lock. */
export async function isMigrated(db: Kysely<Tables>): Promise<boolean> {
  try {
    return (await versionOf(db)) === MIGRATIONS.length;
  } catch (error) {
    if (/no such table|does not exist/.test(String(error))) return false;
    throw error;
  }
}

async function versionOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(db);
  const version = rows[0]?.version ?? 0;
  if (version <= MIGRATIONS.length) return version;
  const known = MIGRATIONS.length;
  throw new Error(`A newer Virtfleet wrote it: its tables are of version ${version}, known is ${known}.`);
}

async function firstTables(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const runs =
    dialect === 'sqlite'
      ? db.schema
          .createTable('runs')
          .addColumn('number', 'integer', (one) => one.primaryKey().autoIncrement())
      : db.schema.createTable('runs').addColumn('number', 'serial', (one) => one.primaryKey());
  await texts(runs, RUN_TEXTS)
    .addColumn('ended', 'text')
    .addColumn('exit_code', 'integer')
    .addColumn('limit_pattern', 'text')
    .addColumn('commit_id', 'text')
    .addColumn('commit_changed', 'integer')
    .addUniqueConstraint('runs_id', ['id'])
    .execute();
  await db.schema.createIndex('runs_started').on('runs').column('started').execute();
  await numbers(part(db, 'hosts', 'host'), COUNTERS)
    .addColumn('state', 'text')
    .addPrimaryKeyConstraint('hosts_key', ['run', 'host'])
    .execute();
  await db.schema.createIndex('hosts_host').on('hosts').columns(['host', 'run']).execute();
  await texts(numbers(part(db, 'tasks'), ['task']), ['play', 'name', 'module', 'resource'])
    .addColumn('file', 'text')
    .addColumn('line', 'integer')
    .addColumn('col', 'integer')
    .addPrimaryKeyConstraint('tasks_key', ['run', 'task'])
    .execute();
  await db.schema.createIndex('tasks_resource').on('tasks').columns(['resource', 'run']).execute();
  await outcomeTables(db);
}

/** Failures that the `rescue` of a block dealt with. */
async function rescuedTasks(db: Kysely<Tables>): Promise<void> {
  for (const table of ['hosts', 'outcomes'])
    await db.schema
      .alterTable(table)
      .addColumn('rescued', 'integer', (one) => one.notNull().defaultTo(0))
      .execute();
}

/** Why something differs, on which copies, and by which run it was applied last. */
async function causes(db: Kysely<Tables>): Promise<void> {
  for (const [table, column] of [
    ['changes', 'cause'],
    ['changes', 'copies'],
    ['outcomes', 'applied'],
  ] as const)
    await db.schema.alterTable(table).addColumn(column, 'text').execute();
}

/** What was reported to whom. */
async function alerts(db: Kysely<Tables>): Promise<void> {
  const receivers = db.schema
    .createTable('receivers')
    .addColumn('receiver', 'text', (one) => one.primaryKey());
  await receivers
    .addColumn('holder', 'text')
    .addColumn('until', 'bigint', (one) => one.notNull())
    .addColumn('reports', 'integer', (one) => one.notNull())
    .execute();
  await texts(db.schema.createTable('alerts'), ['receiver', ...ALERT_TEXTS])
    .addPrimaryKeyConstraint('alerts_key', ['receiver', 'host', 'resource', 'what'])
    .execute();
}

/** Which runs were scheduled checks. */
async function schedules(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('schedule', 'text').execute();
  await db.schema.createIndex('runs_schedule').on('runs').columns(['schedule', 'number']).execute();
}

/** What drift checks found, with what outcomes do not say: waivers, suspects, what is unmanaged. */
async function findings(db: Kysely<Tables>): Promise<void> {
  await texts(part(db, 'findings'), ['findings', 'unprivileged'])
    .addPrimaryKeyConstraint('findings_key', ['run'])
    .execute();
}

/** What a run needs to be gone on with: how it was asked for, and how far its waves have come. */
async function resumption(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('resumes', 'integer').execute();
  await db.schema.alterTable('runs').addColumn('asked', 'text').execute();
  await texts(numbers(part(db, 'waves', 'play'), ['wave']), ['what', 'hosts', 'failed', 'state'])
    .addColumn('message', 'text')
    .addPrimaryKeyConstraint('waves_key', ['run', 'play', 'wave'])
    .execute();
}

/** Which runs applied a saved plan. */
async function savedPlans(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('saved_plan', 'text').execute();
}

async function outcomeTables(db: Kysely<Tables>): Promise<void> {
  await texts(numbers(part(db, 'outcomes', 'host'), ['seq', 'task', 'ignored', 'unverified', 'ended_ms']), [
    'status',
  ])
    .addColumn('message', 'text')
    .addColumn('warnings', 'text')
    .addColumn('began_ms', 'integer')
    .addPrimaryKeyConstraint('outcomes_key', ['run', 'seq'])
    .execute();
  await db.schema.createIndex('outcomes_host').on('outcomes').columns(['host', 'run', 'task']).execute();
  await texts(numbers(part(db, 'changes'), ['seq', 'position']), ['what', 'impact', 'action', 'proof'])
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('diff_label', 'text')
    .addColumn('diff_before', 'text')
    .addColumn('diff_after', 'text')
    .addPrimaryKeyConstraint('changes_key', ['run', 'seq', 'position'])
    .execute();
  await texts(numbers(part(db, 'downtimes'), ['seq', 'position', 'ms']), ['interface'])
    .addColumn('guest', 'text')
    .addColumn('mac', 'text')
    .addPrimaryKeyConstraint('downtimes_key', ['run', 'seq', 'position'])
    .execute();
}

const RUN_TEXTS = [
  'id',
  'mode',
  'started',
  'operator',
  'machine',
  'version',
  'playbooks',
  'inventory',
  'inventory_hash',
  'tags',
  'skip_tags',
];
const ALERT_TEXTS = ['host', 'resource', 'what', 'state', 'text', 'since'];
const COUNTERS = ['ok', 'changed', 'failed', 'skipped', 'blocked', 'unreachable', 'not_started'];

type Table = CreateTableBuilder<string, string>;

function part(db: Kysely<Tables>, name: string, ...columns: readonly string[]): Table {
  const table: Table = db.schema.createTable(name).addColumn('run', 'integer', (one) => one.notNull());
  return texts(table, columns);
}

function texts(table: Table, columns: readonly string[]): Table {
  return columns.reduce((all, name) => all.addColumn(name, 'text', (one) => one.notNull()), table);
}

function numbers(table: Table, columns: readonly string[]): Table {
  return columns.reduce(
    (all, name) => all.addColumn(name, 'integer', (one) => one.notNull().defaultTo(0)),
    table,
  );
}

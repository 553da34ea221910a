import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import type { History } from '../history.ts';
import type { HostState, RunMode, RunTable, Tables } from '../tables.ts';

/** A run without its outcomes. */
export interface RunSummary {
  number: number;
  id: string;
  mode: RunMode;
  started: string;
  /** Absent of a run that goes on, or was killed. */
  ended?: string;
  exit_code?: number;
  operator: string;
  machine: string;
  version: string;
  playbooks: readonly string[];
  inventory: readonly string[];
  inventory_hash: string;
  limit?: string;
  tags: readonly string[];
  skip_tags: readonly string[];
  commit: { id: string; changed: boolean } | null;
  /** The scheduled check that it was. */
  schedule?: string;
  /** The run that it goes on with, and the last one that went on with it. */
  resumes?: number;
  resumed_by?: number;
  /** The id of the saved plan that was applied. */
  saved_plan?: string;
  /** How many hosts ended how. */
  hosts: Partial<Record<HostState | 'unfinished', number>>;
}

/** Which runs are meant; absent is any. */
export interface RunFilter {
  host?: string;
  /** A state that one of the hosts ended in; `unfinished` of a run that has no end. */
  status?: HostState | 'unfinished';
  /** ISO 8601. */
  since?: string;
  /** A part of the path of a playbook. */
  playbook?: string;
}

/** The runs of a filter, newest first. */
export async function listRuns(history: History, filter: RunFilter, limit: number): Promise<RunSummary[]> {
  const runs = await runsOf(history, filter)
    .selectAll('runs')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return summaries(history, runs);
}

/** The numbers of the runs of a filter, oldest first. */
export async function runNumbers(history: History, filter: RunFilter): Promise<number[]> {
  const rows = await runsOf(history, filter).select('runs.number').orderBy('number').execute();
  return rows.map(({ number }) => number);
}

/** One run; the number is of one that is there. */
export async function runSummary(history: History, number: number): Promise<RunSummary> {
  const [summary] = await runSummaries(history, [number]);
  if (!summary) throw new Error(`run ${number} has no summary`);
  return summary;
}

/** Those of some numbers that are there, newest first. */
export async function runSummaries(history: History, numbers: readonly number[]): Promise<RunSummary[]> {
  if (numbers.length === 0) return [];
  const runs = history.selectFrom('runs').selectAll().where('number', 'in', numbers);
  return summaries(history, await runs.orderBy('number', 'desc').execute());
}

function runsOf(
  history: History,
  { host, status, since, playbook }: RunFilter,
): SelectQueryBuilder<Tables, 'runs', object> {
  let query: SelectQueryBuilder<Tables, 'runs', object> = history.selectFrom('runs');
  if (since !== undefined) query = query.where('started', '>=', since);
  if (playbook !== undefined)
    query = query.where(sql<boolean>`playbooks like ${`%${JSON.stringify(playbook).slice(1, -1)}%`}`);
  if (status === 'unfinished') query = query.where('ended', 'is', null);
  const state = status === 'unfinished' ? undefined : status;
  if (host === undefined && state === undefined) return query;
  return query.where(({ exists, selectFrom }) => {
    let hosts = selectFrom('hosts').select('hosts.run').whereRef('hosts.run', '=', 'runs.number');
    if (host !== undefined) hosts = hosts.where('host', '=', host);
    if (state !== undefined) hosts = hosts.where('state', '=', state);
    return exists(hosts);
  });
}

async function summaries(history: History, runs: readonly Selectable<RunTable>[]): Promise<RunSummary[]> {
  if (runs.length === 0) return [];
  const counts = await history
    .selectFrom('hosts')
    .select(['run', 'state', sql<number>`cast(count(*) as integer)`.as('count')])
    .where(
      'run',
      'in',
      runs.map(({ number }) => number),
    )
    .groupBy(['run', 'state'])
    .execute();
  const later = await history
    .selectFrom('runs')
    .select(['number', 'resumes'])
    .where(
      'resumes',
      'in',
      runs.map(({ number }) => number),
    )
    .orderBy('number')
    .execute();
  const resumedBy = new Map(later.map(({ number, resumes }) => [resumes, number]));
  return runs.map((run) =>
    summaryOf(
      run,
      resumedBy.get(run.number),
      Object.fromEntries(
        counts
          .filter((one) => one.run === run.number)
          .map(({ state, count }) => [state ?? 'unfinished', count]),
      ),
    ),
  );
}

function summaryOf(
  run: Selectable<RunTable>,
  resumedBy: number | undefined,
  hosts: RunSummary['hosts'],
): RunSummary {
  const { ended, exit_code, limit_pattern, commit_id, commit_changed, ...about } = run;
  const { schedule, resumes, asked, saved_plan, ...rest } = about;
  return {
    ...rest,
    ...(ended !== null && { ended }),
    ...(exit_code !== null && { exit_code }),
    ...(limit_pattern !== null && { limit: limit_pattern }),
    ...(schedule !== null && { schedule }),
    ...(resumes !== null && { resumes }),
    ...(resumedBy !== undefined && { resumed_by: resumedBy }),
    ...(saved_plan !== null && { saved_plan }),
    playbooks: list(run.playbooks),
    inventory: list(run.inventory),
    tags: list(run.tags),
    skip_tags: list(run.skip_tags),
    commit: commit_id === null ? null : { id: commit_id, changed: commit_changed === 1 },
    hosts,
  };
}

function list(json: string): string[] {
  return JSON.parse(json) as string[];
}

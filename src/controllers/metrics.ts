import type { History } from '../history/history.ts';
import { type Metric, metricLines } from '../report/files/metric-lines.ts';
import { type Settled, settledChecks } from './alarms.ts';
import { workersSeen } from './workers.ts';

/** What is measured beside the database. */
export interface Measured {
  project: string;
  /** What its checks are kept under. */
  schedules: readonly string[];
  alarms: ReadonlyMap<string, string>;
  /** Jobs of the queue by region and state; undefined where it does not answer. */
  queued: ReadonlyMap<string, Readonly<Record<string, number>>> | undefined;
}

/** The metrics of a server, for Prometheus: those of `databaseMetrics`, which are undefined where the database does not answer, and what the server itself knows. */
export function controllerMetrics(
  { alarms, queued }: Pick<Measured, 'alarms' | 'queued'>,
  stored: readonly Metric[] | undefined,
): string {
  return metricLines([
    gauge('database_up', 'Whether the database answers.', [
      { labels: {}, value: Number(stored !== undefined) },
    ]),
    gauge('queue_up', 'Whether the queue answers.', [{ labels: {}, value: Number(queued !== undefined) }]),
    gauge(
      'queue_jobs',
      'Jobs of the queue, by state.',
      [...(queued ?? [])].flatMap(([region, counts]) =>
        Object.entries(counts).map(([state, value]) => ({ labels: { region, state }, value })),
      ),
    ),
    ...(stored ?? []),
    gauge('alarm', 'What is wrong.', alarmSamples(alarms)),
  ]);
}

/** What the database knows. */
export async function databaseMetrics(
  history: History,
  { project, schedules }: Pick<Measured, 'project' | 'schedules'>,
): Promise<Metric[]> {
  const settled = await settledChecks(history, schedules);
  const workers = await workersSeen(history, project);
  const jobs = await jobCounts(history, schedules);
  const of = ({ name: check, region }: Settled) => ({ check, region });
  return [
    gauge(
      'jobs',
      'Jobs of the last 30 days, by how they ended.',
      jobs.map(({ name: check, region, state, count }) => ({
        labels: { check, region, state },
        value: Number(count),
      })),
    ),
    gauge(
      'check_hosts',
      'Hosts when the check was due last, by how they ended.',
      settled.flatMap((one) =>
        Object.entries({ ...one.hosts, 'no-result': one.without }).map(([state, value]) => ({
          labels: { ...of(one), state },
          value,
        })),
      ),
    ),
    gauge(
      'check_due_timestamp_seconds',
      'When the check was due last.',
      settled.map((one) => ({ labels: of(one), value: Date.parse(one.due) / 1_000 })),
    ),
    gauge(
      'worker_silence_seconds',
      'Since when a worker gave no sign of life.',
      workers.map(({ name: worker, region, silence }) => ({
        labels: { worker, region },
        value: silence / 1_000,
      })),
    ),
    gauge(
      'worker_busy',
      'Jobs that a worker does.',
      workers.map(({ name: worker, region, busy }) => ({ labels: { worker, region }, value: busy })),
    ),
  ];
}

async function jobCounts(history: History, schedules: readonly string[]) {
  if (schedules.length === 0) return [];
  return history
    .selectFrom('jobs')
    .select(['name', 'region', 'state'])
    .select(({ fn }) => fn.sum('times').as('count'))
    .where('schedule', 'in', schedules)
    .groupBy(['name', 'region', 'state'])
    .execute();
}

function alarmSamples(alarms: Measured['alarms']): Metric['samples'] {
  return [...alarms.keys()].map((about) => ({ labels: { about }, value: 1 }));
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `virtfleet_${name}`, help, samples };
}

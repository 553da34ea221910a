import { alarms, type Settled, settledChecks } from '../../controllers/alarms.ts';
import { absentNow } from '../../controllers/presence.ts';
import { workersSeen } from '../../controllers/workers.ts';
import { OPEN } from '../../history/controller-tables.ts';
import type { History } from '../../history/history.ts';
import { hostCounts } from '../../history/screens/runs-table.ts';
import { counted } from '../../report/fold.ts';
import { nextDue } from '../../schedule/cron.ts';
import { overdue } from '../../schedule/overdue.ts';
import type { Io } from '../command.ts';
import { scheduleId } from './asked.ts';
import type { CheckState, CheckStates, Looked } from './check-lines.ts';
import { cannotBeDone } from './fault.ts';
import { prepare } from './prepared.ts';
import type { Schedule } from './schedule-file.ts';

/** The checks of a schedule in each region, by the jobs that `virtfleet server` handed out. */
export async function regionStates(
  schedule: Schedule,
  history: History | undefined,
  { now, maxAge, place }: Looked,
  io: Io,
): Promise<CheckStates> {
  const { project } = schedule;
  const regions = [...schedule.regions.keys()];
  const schedules = [...schedule.checks.keys()].map((name) => scheduleId(schedule, name));
  const states: CheckState[] = [];
  const wrong: [string, string][] = place.kind === 'file' ? [['the history', noDatabase(place.path)]] : [];
  if (history) {
    const workers = await workersSeen(history, project);
    wrong.push(...(await alarms(history, schedules)), ...absentNow(workers, regions));
  }
  const settled = history ? await settledChecks(history, schedules) : [];
  for (const [name, check] of schedule.checks) {
    const prepared = await prepare(schedule, check, io);
    if ('faults' in prepared) for (const fault of prepared.faults) wrong.push([name, cannotBeDone(fault)]);
    const going = history ? await goingOn(history, scheduleId(schedule, name)) : new Map<string, number>();
    for (const region of regions) {
      const last = settled.find((one) => one.name === name && one.region === region);
      const isEmpty = 'hosts' in prepared && prepared.hosts.get(region)?.length === 0;
      const happened = last && { started: last.due, ended: last.ended };
      const why = isEmpty ? undefined : overdue({ ...check, maxAge: maxAge ?? check.maxAge }, happened, now);
      if (why !== undefined) wrong.push([`${name} in ${region}`, why]);
      const open = going.get(region) ?? 0;
      const { cron, timezone } = check;
      states.push({
        ...{ name, region, next: nextDue(check, now), last: last?.due },
        result: [
          ...(why === undefined ? [] : ['overdue']),
          ...(open > 0 ? [`${counted(open, 'job')} ${open === 1 ? 'goes' : 'go'} on`] : []),
          ...(last ? [resultOf(last)] : isEmpty ? ['no host of it'] : []),
        ].join('; '),
        told: {
          ...{ cron, ...(timezone !== undefined && { timezone }) },
          ...{ last: last ?? null, running: open > 0, overdue: why ?? null },
        },
      });
    }
  }
  return { states, wrong };
}

/** How many jobs of a check have no end yet, by region. */
async function goingOn(history: History, schedule: string): Promise<ReadonlyMap<string, number>> {
  const rows = await history
    .selectFrom('jobs')
    .select('region')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('schedule', '=', schedule)
    .where('state', 'in', OPEN)
    .groupBy('region')
    .execute();
  return new Map(rows.map(({ region, count }) => [region, Number(count)]));
}

function resultOf({ hosts, without, reason }: Settled): string {
  const none = without > 0 ? `${without} without a result` : [];
  const some = Object.keys(hosts).length > 0 ? hostCounts(hosts) : [];
  return [some, none].flat().join(', ') || (reason?.split(':')[0] ?? '');
}

function noDatabase(path: string): string {
  return `${path} is a file, and virtfleet server keeps its jobs in PostgreSQL: name that with --history, or with history: in schedule.yaml`;
}

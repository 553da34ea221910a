import type { History } from '../../history/history.ts';
import { lastChecks } from '../../history/questions/last-checks.ts';
import type { RunSummary } from '../../history/questions/runs.ts';
import { hostCounts } from '../../history/screens/runs-table.ts';
import { ProblemError } from '../../problem.ts';
import { nextDue } from '../../schedule/cron.ts';
import { overdue } from '../../schedule/overdue.ts';
import type { Io } from '../command.ts';
import { scheduleId } from './asked.ts';
import type { CheckState, CheckStates, Looked } from './check-lines.ts';
import { cannotBeDone, faultsOf } from './fault.ts';
import { fileProblems } from './region-hosts.ts';
import type { Schedule } from './schedule-file.ts';

/** The drift checks of a schedule without regions, by their runs in the history. */
export async function ownStates(
  schedule: Schedule,
  history: History | undefined,
  { now, maxAge }: Looked,
  io: Io,
): Promise<CheckStates> {
  const states: CheckState[] = [];
  const wrong: [string, string][] = [];
  for (const [name, check] of schedule.checks) {
    // Nothing here starts another command: workers of virtfleet server do.
    if (check.job.kind !== 'drift') continue;
    const { last, happened } = history ? await lastChecks(history, scheduleId(schedule, name)) : {};
    const ended = happened?.ended;
    const known = happened && ended !== undefined ? { started: happened.started, ended } : undefined;
    const why = overdue({ ...check, maxAge: maxAge ?? check.maxAge }, known, now);
    const { cron, timezone, maxDuration } = check;
    const running =
      last !== undefined && last.ended === undefined && now - Date.parse(last.started) < maxDuration;
    states.push({
      ...{ name, next: nextDue(check, now), last: last?.started },
      result: [why === undefined ? [] : 'overdue', last ? resultOf(last, running) : []].flat().join('; '),
      told: {
        ...{ cron, ...(timezone !== undefined && { timezone }) },
        ...{ last: last ?? null, running, overdue: why ?? null },
      },
    });
    if (why !== undefined) wrong.push([name, why]);
    const problems = fileProblems(schedule, check, io);
    if (problems.length > 0)
      for (const fault of faultsOf(new ProblemError(problems))) wrong.push([name, cannotBeDone(fault)]);
  }
  return { states, wrong };
}

function resultOf(run: RunSummary, isRunning: boolean): string {
  if (isRunning) return `run ${run.number} goes on`;
  const interrupted = run.exit_code === 130 ? ', interrupted' : '';
  return `run ${run.number}: ${run.ended === undefined ? 'killed' : hostCounts(run.hosts)}${interrupted}`;
}

import type { Selectable } from 'kysely';
import type { Cause, Copy, Impact } from '../../plan/change.ts';
import type { Applied, Status } from '../../plan/outcome.ts';
import type { ChangeRecord, TaskRecord } from '../../plan/task-record.ts';
import { grouped } from '../grouped.ts';
import type { History } from '../history.ts';
import type { ChangeTable, DowntimeTable, OutcomeTable, TaskTable } from '../tables.ts';

/** The outcomes of a run as they were reported, in the order in which they came; those of one host alone with `host`. */
export async function outcomesOf(
  history: History,
  { number, started }: { number: number; started: string },
  host?: string,
): Promise<TaskRecord[]> {
  const tasks = await history.selectFrom('tasks').selectAll().where('run', '=', number).execute();
  let query = history.selectFrom('outcomes').selectAll().where('run', '=', number).orderBy('seq');
  if (host !== undefined) query = query.where('host', '=', host);
  const outcomes = await query.execute();
  const changes = await history
    .selectFrom('changes')
    .selectAll()
    .where('run', '=', number)
    .orderBy('seq')
    .orderBy('position')
    .execute();
  const downtimes = await history
    .selectFrom('downtimes')
    .selectAll()
    .where('run', '=', number)
    .orderBy('seq')
    .orderBy('position')
    .execute();
  const ofTask = new Map(tasks.map((task) => [task.task, task]));
  const ofChange = grouped(changes, ({ seq }) => seq);
  const ofDowntime = grouped(downtimes, ({ seq }) => seq);
  return outcomes.flatMap((outcome) => {
    const task = ofTask.get(outcome.task);
    const parts = { changes: ofChange.get(outcome.seq) ?? [], downtimes: ofDowntime.get(outcome.seq) ?? [] };
    return task ? [recordOf(task, outcome, parts, Date.parse(started))] : [];
  });
}

interface Parts {
  changes: readonly Selectable<ChangeTable>[];
  downtimes: readonly Selectable<DowntimeTable>[];
}

function recordOf(task: TaskTable, outcome: OutcomeTable, parts: Parts, start: number): TaskRecord {
  const { file, line, col } = task;
  const { host, status, message, warnings, began_ms: began, ended_ms: ended } = outcome;
  return {
    host,
    play: task.play,
    task: task.name,
    module: task.module,
    ...(task.resource !== `${task.module} ${task.name}` && { resource: task.resource }),
    ...(file !== null && line !== null && col !== null && { place: { file, line, column: col } }),
    ...(began !== null && { started: new Date(start + began).toISOString() }),
    ended: new Date(start + ended).toISOString(),
    status: status as Status,
    changes: parts.changes.map(changeOf),
    ...(message !== null && { message }),
    ...(warnings !== null && { warnings: JSON.parse(warnings) as string[] }),
    ...(parts.downtimes.length > 0 && { downtimes: parts.downtimes.map(downtimeOf) }),
    ...(outcome.applied !== null && { applied: JSON.parse(outcome.applied) as Applied }),
    ...(outcome.ignored === 1 && { ignored: true }),
    ...(outcome.rescued === 1 && { rescued: true }),
    ...(outcome.unverified === 1 && { unverified: true }),
  };
}

/** A change as a report has it; what its steps were is not kept. */
export function changeOf(change: ChangeTable): ChangeRecord {
  const { what, before, after, diff_label: label } = change;
  const diff = label !== null && {
    diff: { label, before: change.diff_before ?? '', after: change.diff_after ?? '' },
  };
  const action = change.action as ChangeRecord['action'];
  const proof = change.proof as ChangeRecord['proof'];
  const impact = JSON.parse(change.impact) as Impact;
  const known = {
    ...(change.copies !== null && { copies: JSON.parse(change.copies) as Copy[] }),
    ...(change.cause !== null && { cause: change.cause as Cause }),
  };
  return { action, proof, what, before, after, ...known, impact, ...diff, steps: [] };
}

function downtimeOf({ interface: port, guest, mac, ms }: DowntimeTable) {
  return { interface: port, ...(guest !== null && { guest }), ...(mac !== null && { mac }), ms };
}

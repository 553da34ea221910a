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
  const ofTask = new Map(tasks.map((task) => [task.task, headOf(task)]));
  const timeOf = times(Date.parse(started));
  const ofChange = grouped(changes, ({ seq }) => seq);
  const ofDowntime = grouped(downtimes, ({ seq }) => seq);
  return outcomes.flatMap((outcome) => {
    const task = ofTask.get(outcome.task);
    const parts = { changes: ofChange.get(outcome.seq) ?? [], downtimes: ofDowntime.get(outcome.seq) ?? [] };
    return task ? [recordOf(task, outcome, parts, timeOf)] : [];
  });
}

/** What the outcomes of a task have in common; made once, since there are thousands of them. */
function headOf({ play, name, module, resource, file, line, col }: TaskTable) {
  return {
    play,
    task: name,
    module,
    ...(resource !== `${module} ${name}` && { resource }),
    ...(file !== null && line !== null && col !== null && { place: { file, line, column: col } }),
  };
}

/** Milliseconds since the start as ISO 8601. Many outcomes have the same, and its text is the dearest part of a record. */
function times(start: number): (since: number) => string {
  const known = new Map<number, string>();
  return (since) => {
    const text = known.get(since) ?? new Date(start + since).toISOString();
    known.set(since, text);
    return text;
  };
}

interface Parts {
  changes: readonly Selectable<ChangeTable>[];
  downtimes: readonly Selectable<DowntimeTable>[];
}

function recordOf(
  head: ReturnType<typeof headOf>,
  outcome: OutcomeTable,
  parts: Parts,
  timeOf: (since: number) => string,
): TaskRecord {
  const { host, status, message, warnings, began_ms: began, ended_ms: ended } = outcome;
  return {
    host,
    ...head,
    ...(began !== null && { started: timeOf(began) }),
    ended: timeOf(ended),
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

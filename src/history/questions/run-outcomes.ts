import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Cause, Copy, Impact } from '../../plan/change.ts';
import type { Applied, Status } from '../../plan/outcome.ts';
import type { ChangeRecord, TaskRecord } from '../../plan/task-record.ts';
import { grouped } from '../grouped.ts';
import type { History } from '../history.ts';
import type { ChangeTable, DowntimeTable, OutcomeTable, Tables, TaskTable } from '../tables.ts';

/** The outcomes of a run as they were reported, in the order in which they came; those of one host alone with `host`. */
export async function outcomesOf(
  history: History,
  { number, started }: { number: number; started: string },
  host?: string,
): Promise<TaskRecord[]> {
  const tasks = await history.selectFrom('tasks').selectAll().where('run', '=', number).execute();
  const ofRun = history.selectFrom('outcomes').where('run', '=', number);
  const plain = ofRun.select(HEAD).orderBy('seq');
  const outcomes = await (host === undefined ? plain : plain.where('host', '=', host)).execute();
  const remarks = await ofRun.select(REMARK).where(isRemarkable).execute();
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
  const ofRemark = new Map(remarks.map((remark) => [remark.seq, remark]));
  const ofChange = grouped(changes, ({ seq }) => seq);
  const ofDowntime = grouped(downtimes, ({ seq }) => seq);
  return outcomes.flatMap((outcome) => {
    const task = ofTask.get(outcome.task);
    const { seq } = outcome;
    const parts = {
      remark: ofRemark.get(seq),
      changes: ofChange.get(seq) ?? [],
      downtimes: ofDowntime.get(seq) ?? [],
    };
    return task ? [recordOf(task, outcome, parts, timeOf)] : [];
  });
}

/** What every outcome has. */
const HEAD = ['seq', 'host', 'task', 'status', 'began_ms', 'ended_ms'] as const;
/** What few have: it is asked for apart, because rows cost by their columns, and there are thousands of them. */
const REMARK = ['seq', 'message', 'warnings', 'ignored', 'rescued', 'unverified', 'applied'] as const;

type Head = Pick<OutcomeTable, (typeof HEAD)[number]>;
type Remark = Pick<OutcomeTable, (typeof REMARK)[number]>;

function isRemarkable(outcome: ExpressionBuilder<Tables, 'outcomes'>) {
  const texts = (['message', 'warnings', 'applied'] as const).map((column) =>
    outcome(column, 'is not', null),
  );
  const flags = (['ignored', 'rescued', 'unverified'] as const).map((column) => outcome(column, '=', 1));
  return outcome.or([...texts, ...flags]);
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
  remark: Remark | undefined;
  changes: readonly Selectable<ChangeTable>[];
  downtimes: readonly Selectable<DowntimeTable>[];
}

function recordOf(
  head: ReturnType<typeof headOf>,
  { host, status, began_ms: began, ended_ms: ended }: Head,
  { remark, changes, downtimes }: Parts,
  timeOf: (since: number) => string,
): TaskRecord {
  const { message = null, warnings = null, applied = null } = remark ?? {};
  return {
    host,
    ...head,
    ...(began !== null && { started: timeOf(began) }),
    ended: timeOf(ended),
    status: status as Status,
    changes: changes.map(changeOf),
    ...(message !== null && { message }),
    ...(warnings !== null && { warnings: JSON.parse(warnings) as string[] }),
    ...(downtimes.length > 0 && { downtimes: downtimes.map(downtimeOf) }),
    ...(applied !== null && { applied: JSON.parse(applied) as Applied }),
    ...(remark?.ignored === 1 && { ignored: true }),
    ...(remark?.rescued === 1 && { rescued: true }),
    ...(remark?.unverified === 1 && { unverified: true }),
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

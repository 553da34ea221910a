import { type Finding, resourceOf } from '../../drift/finding.ts';
import { stops } from '../../plan/outcome.ts';
import type { ChangeRecord, TaskRecord } from '../../plan/task-record.ts';
import { changeText, disturbanceText } from '../change-text.ts';
import { stateName } from '../drift/state-name.ts';
import { collected } from '../fold.ts';
import { LABELS } from '../labels.ts';
import type { Report } from './report.ts';

/** A row of the table in Markdown: hosts on which the same is to be said. */
export interface Row {
  hosts: readonly string[];
  /** The resource, or the task where that says more. */
  about: string;
  /** In words of ours: `drifted, new`. */
  state: string;
  lines: readonly string[];
  /** Of one of the hosts. */
  changes: readonly ChangeRecord[];
  /** Lower numbers come first. */
  rank: number;
}

/** What a report has to say: hosts that could not be checked and what is new first, what is waived last. */
export function rowsOf({ record: { mode, tasks }, findings = [] }: Report): Row[] {
  const shown = tasks.filter((task) => stops(task) || (mode !== 'drift' && isChange(task)));
  const rows = [...shown.map(taskRow), ...findings.map(findingRow)];
  const same = collected(rows, ({ about, state, lines }) => JSON.stringify([about, state, lines]));
  return same
    .map((some) => ({ ...some[0], hosts: some.flatMap(({ hosts }) => hosts) }))
    .toSorted((one, other) => one.rank - other.rank);
}

function isChange({ status }: TaskRecord): boolean {
  return status === 'changed' || status === 'would-change';
}

function taskRow(task: TaskRecord): Row {
  const { host, status, changes, message } = task;
  const fails = stops(task);
  const does = changes.flatMap((change) => [changeText(change), ...disturbanceText(change)]);
  const lines = [...does, ...(message === undefined ? [] : message.split('\n'))];
  const about = fails ? task.task : resourceOf(task);
  return { hosts: [host], about, state: LABELS[status], lines, changes, rank: fails ? 0 : 2 };
}

function findingRow({ host, resource, state, changes, message, isNew, waiver }: Finding): Row {
  const news = isNew && state !== 'unmanaged';
  const why = waiver ? [`until ${waiver.until}, ${waiver.who}: ${waiver.reason}`] : [];
  return {
    hosts: [host],
    about: resource,
    state: `${stateName(state)}${news ? ', new' : ''}`,
    lines: [...changes.map(changeText), ...(message === undefined ? [] : message.split('\n')), ...why],
    changes,
    rank: state === 'waived' ? 4 : state === 'unmanaged' ? 3 : news ? 1 : 2,
  };
}

import type { TextDiff } from '../plan/change.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { text } from './storable.ts';
import type { ChangeTable, DowntimeTable, OutcomeTable, TaskTable } from './tables.ts';

/** What the tables get of some outcomes. */
export interface Rows {
  tasks: TaskTable[];
  outcomes: OutcomeTable[];
  changes: ChangeTable[];
  downtimes: DowntimeTable[];
}

/** Turns the outcomes of one run into rows, in the order in which they come. */
export class OutcomeRows {
  readonly #run: number;
  /** Milliseconds since 1970. */
  readonly #started: number;
  readonly #tasks = new Map<string, number>();
  #seq = 0;

  constructor(run: number, started: string) {
    this.#run = run;
    this.#started = Date.parse(started);
  }

  rowsOf(records: readonly TaskRecord[]): Rows {
    const rows: Rows = { tasks: [], outcomes: [], changes: [], downtimes: [] };
    for (const record of records) this.#add(record, rows);
    return rows;
  }

  #add(outcome: TaskRecord, rows: Rows): void {
    const run = this.#run;
    this.#seq += 1;
    const seq = this.#seq;
    rows.outcomes.push({
      run,
      seq,
      host: outcome.host,
      task: this.#taskOf(outcome, rows.tasks),
      status: outcome.status,
      message: outcome.message === undefined ? null : text(outcome.message),
      warnings: outcome.warnings?.length ? JSON.stringify(outcome.warnings) : null,
      ignored: Number(outcome.ignored ?? false),
      rescued: Number(outcome.rescued ?? false),
      unverified: Number(outcome.unverified ?? false),
      began_ms: outcome.started === undefined ? null : this.#since(outcome.started),
      ended_ms: this.#since(outcome.ended),
      applied: outcome.applied ? text(JSON.stringify(outcome.applied)) : null,
    });
    for (const [position, change] of outcome.changes.entries()) {
      const { action, proof, what, before, after, copies, cause, impact, diff } = change;
      rows.changes.push({
        run,
        seq,
        position,
        action,
        proof,
        what: text(what),
        before: before === null ? null : text(before),
        after: after === null ? null : text(after),
        impact: JSON.stringify(impact),
        cause: cause ?? null,
        copies: copies?.length ? JSON.stringify(copies) : null,
        ...diffColumns(diff),
      });
    }
    for (const [position, { interface: port, guest = null, mac = null, ms }] of (
      outcome.downtimes ?? []
    ).entries())
      rows.downtimes.push({ run, seq, position, interface: port, guest, mac, ms });
  }

  #since(time: string): number {
    return Date.parse(time) - this.#started;
  }

  /** The number of a task; its row when it is new. */
  #taskOf(outcome: TaskRecord, rows: TaskTable[]): number {
    const { play, task: name, module, place } = outcome;
    const resource = resourceOf(outcome);
    const key = JSON.stringify([play, name, module, resource, place?.file, place?.line, place?.column]);
    const known = this.#tasks.get(key);
    if (known !== undefined) return known;
    const task = this.#tasks.size + 1;
    this.#tasks.set(key, task);
    const at = { file: place?.file ?? null, line: place?.line ?? null, col: place?.column ?? null };
    rows.push({
      run: this.#run,
      task,
      play: text(play),
      name: text(name),
      module,
      resource,
      ...at,
    });
    return task;
  }
}

/** What a task is about, the same from run to run: what its module says, or the task itself. */
function resourceOf({ module, task, resource }: TaskRecord): string {
  return text(resource ?? `${module} ${task}`);
}

/** Characters of the longest texts that are kept to be compared. */
const LONGEST = 200_000;

function diffColumns(diff: TextDiff | undefined) {
  if (!diff || diff.before.length + diff.after.length > LONGEST)
    return { diff_label: null, diff_before: null, diff_after: null };
  return {
    diff_label: text(diff.label),
    diff_before: text(diff.before),
    diff_after: text(diff.after),
  };
}

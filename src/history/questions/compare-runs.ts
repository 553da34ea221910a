import type { TaskRecord } from '../../plan/task-record.ts';

/** A task of one host that ended differently in two runs; absent where a run did not have it. */
export interface RunDifference {
  host: string;
  play: string;
  task: string;
  before?: TaskEnd;
  after?: TaskEnd;
}

export interface TaskEnd {
  status: string;
  changes: readonly string[];
  message?: string;
}

/** What differs between the outcomes of two runs, in the order of the second. */
export function compareRuns(before: readonly TaskRecord[], after: readonly TaskRecord[]): RunDifference[] {
  const old = keyed(before);
  const now = keyed(after);
  const keys = [...new Set([...now.keys(), ...old.keys()])];
  return keys.flatMap((key) => {
    const one = old.get(key);
    const other = now.get(key);
    const record = other ?? one;
    const [was, is] = [one && endOf(one), other && endOf(other)];
    if (!record || JSON.stringify(was) === JSON.stringify(is)) return [];
    const { host, play, task } = record;
    return [{ host, play, task, ...(was && { before: was }), ...(is && { after: is }) }];
  });
}

/** A task that runs several times in a play, as a handler may, is told apart by its turn. */
function keyed(records: readonly TaskRecord[]): Map<string, TaskRecord> {
  const turns = new Map<string, number>();
  const all = new Map<string, TaskRecord>();
  for (const record of records) {
    const { host, play, task, module } = record;
    const key = JSON.stringify([host, play, task, module]);
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    all.set(`${key} ${turn}`, record);
  }
  return all;
}

function endOf({ status, changes, message }: TaskRecord): TaskEnd {
  return {
    status,
    changes: changes.map(({ what, before, after }) => `${what}: ${before ?? '–'} → ${after ?? '–'}`),
    ...(message !== undefined && { message }),
  };
}

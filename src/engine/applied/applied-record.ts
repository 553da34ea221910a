import * as z from 'zod';
import { only, type Probe } from '../../plan/probe.ts';
import { resourceOfKey } from './applied-task.ts';

/** Where a host keeps what runs applied and how they left it: a file for each run, of which the newest counts. */
export const FOLDER = '/var/lib/virtfleet/applied';

const headSchema = z.strictObject({
  version: z.literal(1),
  /** Counts the records of the host. */
  seq: z.number(),
  /** A UUID, which the names of its files have. */
  run: z.string().regex(/^[0-9a-f-]{36}$/),
  /** `name@machine`. */
  by: z.string(),
  /** ISO 8601, of the controller's clock. */
  at: z.string(),
  /** The digest of what each task desired, by its key. */
  tasks: z.record(z.string(), z.string()),
});

/** What a run left, without the answers. */
export type RecordHead = z.output<typeof headSchema>;

/** What was applied last of one task. */
export interface AppliedTask extends Pick<RecordHead, 'seq' | 'run' | 'by' | 'at'> {
  key: string;
  desired: string;
}

/** What a host has recorded. */
export interface AppliedIndex {
  /** Whether this session may write it. */
  writable: boolean;
  heads: readonly RecordHead[];
}

/** The first line of each file is its head. */
const READ = `
for at in "$1" "\${1%/*}" "\${1%/*/*}"; do
  [ -e "$at" ] || continue
  [ ! -w "$at" ] || echo writable
  break
done
set -- "$1"/*.json
[ ! -e "$1" ] || head -qn1 -- "$@"`;

/** Volatile: another run that records something does not make a plan wrong. */
export const appliedIndex: Probe<AppliedIndex> = {
  key: 'applied tasks',
  ask: { kind: 'script', script: READ, args: [FOLDER] },
  volatile: true,
  parse: (answers) => {
    const lines = only(answers).stdout.toString().split('\n');
    return { writable: lines[0] === 'writable', heads: lines.flatMap(parseHead) };
  },
};

/** A line that cannot be read counts as nothing recorded. */
function parseHead(line: string): RecordHead[] {
  if (!line.startsWith('{')) return [];
  try {
    const { success, data } = headSchema.safeParse(JSON.parse(line));
    return success ? [data] : [];
  } catch {
    return [];
  }
}

/** The newest record of each task, by its key. */
export function latest({ heads }: AppliedIndex): Map<string, AppliedTask> {
  const all = new Map<string, AppliedTask>();
  for (const { tasks, seq, run, by, at } of heads.toSorted(inOrder))
    for (const [key, desired] of Object.entries(tasks)) all.set(key, { seq, run, by, at, key, desired });
  return all;
}

/** The record of a task; of one that has another name now, the newest of its resource. */
export function recordFor(key: string, all: ReadonlyMap<string, AppliedTask>): AppliedTask | undefined {
  const own = all.get(key);
  if (own) return own;
  const resource = resourceOfKey(key);
  return [...all.values()].filter((one) => resourceOfKey(one.key) === resource).at(-1);
}

/** The runs whose files say nothing any more that a newer one does not say, once these tasks are recorded anew. */
export function superseded(index: AppliedIndex, keys: Iterable<string>): string[] {
  const recorded = new Set(keys);
  const all = latest(index);
  return index.heads
    .filter(({ run, tasks }) =>
      Object.keys(tasks).every((key) => recorded.has(key) || all.get(key)?.run !== run),
    )
    .map(({ run }) => run);
}

export function nextSeq({ heads }: AppliedIndex): number {
  return Math.max(0, ...heads.map(({ seq }) => seq)) + 1;
}

function inOrder(one: RecordHead, other: RecordHead): number {
  return one.seq - other.seq || (one.at < other.at ? -1 : 1);
}

import type { Recap } from '../plan/outcome.ts';
import type { ChangeRecord, TaskRecord } from '../plan/task-record.ts';
import { recaps } from './recap.ts';
import type { RolloutRecord } from './rollout/rollouts.ts';
import type { RunRecord } from './run-record.ts';

/** The document of `--format json`. Its version changes when a key goes or changes its meaning. */
interface RunDocument {
  version: 1;
  run: string;
  /** The version of Virtfleet. */
  virtfleet: string;
  operator: string;
  started: string;
  ended: string;
  /** Of the folder of the playbook; null where it is in no git repository. */
  commit: Commit | null;
  playbook: string;
  mode: 'apply' | 'check';
  hosts: Record<string, Recap>;
  tasks: TaskDocument[];
  rollouts?: readonly RolloutRecord[];
  /** Of a drift check. */
  findings?: unknown[];
  exit_code: number;
}

export type TaskDocument = Omit<TaskRecord, 'changes'> & { changes: Omit<ChangeRecord, 'steps'>[] };

/** A commit of the playbook's folder, and whether files differ from it. */
export type Commit = { id: string; changed: boolean };

export interface JsonOptions {
  /** The version of Virtfleet. */
  virtfleet: string;
  commit: Commit | null;
  /** Whether the changes have their diffs. */
  diff: boolean;
  exitCode: number;
  /** Of a drift check: what is not in step. */
  findings?: readonly unknown[];
}

/** One JSON document on one run, with a newline at its end. Keys that do not apply are left out. */
export function runJson(
  record: RunRecord,
  { virtfleet, commit, diff, exitCode, findings }: JsonOptions,
): string {
  const { run, operator, started, ended, playbook, mode, hosts, tasks, rollouts } = record;
  const document: RunDocument = {
    version: 1,
    run,
    virtfleet,
    operator,
    started,
    ended,
    commit,
    playbook,
    mode: mode === 'apply' ? 'apply' : 'check',
    hosts: Object.fromEntries(recaps(hosts, tasks)),
    tasks: tasks.map((task) => taskDocument(task, diff)),
    ...(rollouts && { rollouts }),
    ...(findings && { findings: [...findings] }),
    exit_code: exitCode,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** A task of the document, its keys in the order in which programs were promised them. */
export function taskDocument(
  { play, task, module, resource, host, place, started, ...rest }: TaskRecord,
  diff: boolean,
): TaskDocument {
  const { ended, status, changes, message, warnings, downtimes, applied, ignored, rescued, unverified } =
    rest;
  return {
    play,
    task,
    module,
    ...(resource !== undefined && { resource }),
    host,
    ...(place && { place }),
    ...(started !== undefined && { started }),
    ended,
    status,
    changes: changes.map(({ steps: _, diff: text, ...change }) => ({
      ...change,
      ...(diff && text && { diff: text }),
    })),
    ...(message !== undefined && { message }),
    ...(warnings?.length && { warnings }),
    ...(downtimes?.length && { downtimes }),
    ...(applied && { applied }),
    ...(ignored && { ignored }),
    ...(rescued && { rescued }),
    ...(unverified && { unverified }),
  } satisfies TaskDocument;
}

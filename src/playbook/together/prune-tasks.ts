import type { AnyModule, Origin } from '../../modules/module.ts';
import { network } from '../../modules/network.ts';
import { prune } from '../../modules/prune.ts';
import { virtNet } from '../../modules/virt-net.ts';
import { NO_GUARD } from '../../plan/guard.ts';
import type { Findings } from '../findings.ts';
import type { Play } from '../model.ts';
import {
  type HostPlay,
  type HostTask,
  type Resolved,
  type ResolvedPlay,
  type ResolvedTask,
  type SkippedTask,
  tasksOf,
} from '../resolve/resolved-play.ts';
import { mapTree } from '../task-tree.ts';

/** A play with what decides whether it may remove what it does not describe. */
export interface PlayOfRun extends ResolvedPlay {
  /** Path of its playbook. */
  playbook: string;
  /** Why this run does not have all of it, where that is so. */
  leftOut?: string;
}

const definition = prune as AnyModule;

/** The task that `prune: owned` adds behind all tasks of a play. */
export function pruneTask(
  { name, place, prune: asked }: Play,
  { project, playbook }: Omit<Origin, 'task'>,
  rest: Pick<ResolvedTask, 'become' | 'consent'>,
): ResolvedTask[] {
  if (!asked) return [];
  const desired = { project, playbook, described: [], maxDelete: asked.maxDelete };
  const head = { play: name, name: 'prune: owned', module: definition.name, place };
  const plain = { notify: [], ignoreErrors: false, guard: NO_GUARD };
  return [{ kind: 'task', definition, desired, ...head, ...rest, ...plain }];
}

/** Tells these tasks which networks are described on their host; where nobody knows all of them they are skipped. */
export function pruning(plays: readonly PlayOfRun[], warnings: Findings): PlayOfRun[] {
  return plays.map((play) => {
    const hosts = [...play.hosts].map(([host, own]): [string, HostPlay] => {
      const { tasks, ...rest } = own;
      if (!tasks.some((tree) => tree.kind === 'task' && isPrune(tree))) return [host, own];
      const told = mapTree(tasks, (task) => [isPrune(task) ? tell(task, host, play, plays, warnings) : task]);
      return [host, { tasks: told, ...rest }];
    });
    return { ...play, hosts: new Map(hosts) };
  });
}

function isPrune(task: HostTask): task is ResolvedTask {
  return task.kind === 'task' && task.definition === definition;
}

function tell(
  task: ResolvedTask,
  host: string,
  play: PlayOfRun,
  plays: readonly PlayOfRun[],
  warnings: Findings,
): ResolvedTask | SkippedTask {
  const coordinate = plays.filter(({ playbook, hosts }) => playbook === play.playbook && hosts.has(host));
  const leftOut = coordinate.find((each) => each.leftOut !== undefined)?.leftOut;
  const open = coordinate
    .flatMap((each) => tasksOf(each.hosts.get(host)).filter((one) => each === play || mayDescribe(one, each)))
    .find(({ kind }) => kind !== 'task');
  if (open && leftOut === undefined) warnings.add([notPruned(open)], host);
  const reason = leftOut ?? (open && reasonOf(open));
  if (reason !== undefined) {
    const { name, module, place } = task;
    return { kind: 'skipped', play: task.play, name, module, place, reason };
  }
  const described = plays.flatMap((each) => tasksOf(each.hosts.get(host))).flatMap(describedBy);
  return { ...task, desired: { ...(task.desired as object), described } };
}

/** Whether a task of another play describes networks, or may come to tasks that do. */
function mayDescribe({ kind, module }: Resolved, { late }: PlayOfRun): boolean {
  return DESCRIBING.has(module) || (kind === 'pending' && (late !== undefined || INCLUDING.has(module)));
}

const DESCRIBING: ReadonlySet<string> = new Set([network.name, virtNet.name]);
const INCLUDING: ReadonlySet<string> = new Set([
  'include',
  'include_tasks',
  'include_role',
  'import_tasks',
  'import_role',
]);

function describedBy(task: Resolved): string[] {
  return task.kind === 'task' && task.definition.describes ? [task.definition.describes(task.desired)] : [];
}

function reasonOf(task: Resolved): string {
  return task.kind === 'skipped'
    ? `task ${JSON.stringify(task.name)} is skipped: ${task.reason}`
    : `what task ${JSON.stringify(task.name)} wants is known only while it runs`;
}

function notPruned(task: Resolved) {
  return {
    code: 'not-pruned',
    summary: 'Networks that are no longer described stay',
    detail: `The complete description of the play is unknown, because ${reasonOf(task)}.`,
    place: task.place,
    hint: 'Put `prune: owned` on a play all of whose tasks always run.',
  };
}

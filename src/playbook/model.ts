import type { Variables } from '../inventory/host.ts';
import type { AnyModule } from '../modules/module.ts';
import type { Disruption } from '../plan/change.ts';
import type { GuardSettings } from '../plan/guard.ts';
import type { Place } from '../problem.ts';
import type { ConditionTemplate } from '../template/interpolation/condition.ts';
import type { Template } from '../template/interpolation/text.ts';
import type { Tree } from './task-tree.ts';
import type { Part } from './yaml-node.ts';

/** A playbook as written, checked for shape; nothing in it depends on hosts yet. */
export interface Playbook {
  file: string;
  /** The absolute path of its folder. */
  folder: string;
  plays: readonly Play[];
}

export interface Play {
  /** Its name, or its host pattern when it has none. */
  name: string;
  place: Place;
  /** One pattern or a list of them. */
  hosts: Written<Template>;
  vars: Variables;
  /** Paths of files of variables, as seen from the playbook's folder. */
  varsFiles: readonly Written<Template>[];
  become?: boolean;
  noLog?: boolean;
  consent?: Disruption;
  /** Set by `prune: owned`: how many networks of a host may be removed. */
  prune?: { maxDelete: number };
  /** Sizes of the batches, numbers or percentages; none means one batch. */
  serial: readonly (number | string)[];
  tasks: readonly TaskTree[];
  handlers: readonly Handler[];
}

/** What `tasks` of a play hold. */
export type TaskTree = Tree<Task | Flush>;

/** Something with the place it was written at. */
interface Written<T> {
  value: T;
  place: Place;
}

/** The task `flush_handlers: true`. */
export interface Flush {
  kind: 'flush_handlers';
}

export interface Task {
  kind: 'task';
  place: Place;
  /** Its name, or its module's; a second one of that name in the playbook is numbered. */
  id: string;
  /** Absent where it has none. */
  name?: { text: string; template: Template };
  /** Absent when the task is wrong: that was said already, and it is not resolved. */
  call?: ModuleCall;
  when: readonly Condition[];
  /** Over its own result; absent where the module's word counts. */
  changedWhen?: readonly Condition[];
  failedWhen?: readonly Condition[];
  loop?: Loop;
  register?: string;
  notify: readonly Written<string>[];
  /** Its own and those of its play. */
  tags: readonly string[];
  vars: Variables;
  ignoreErrors: boolean;
  /** Overrides that of its play. */
  noLog?: boolean;
  become?: boolean;
  consent?: Disruption;
  guard: GuardSettings;
}

/** A task that is not wrong. */
export type CallingTask = Task & { call: ModuleCall };

export interface Handler {
  /** What notifies it: its name, and what it listens to. */
  names: readonly string[];
  task: Task;
}

/** A module with its arguments. */
export interface ModuleCall {
  definition: AnyModule;
  args: Part;
  template: Template;
  /** The arguments as the module gets them, when they hold no expression and are therefore alike for all hosts. */
  fixed?: { value: unknown };
}

export interface Condition {
  text: string;
  template: ConditionTemplate;
}

export interface Loop {
  items: Written<Template>;
  /** The name under which a task finds the item. */
  variable: string;
  /** The name under which it finds the item's index, from 0. */
  index?: string;
  label?: Template;
}

import type { Variables } from '../inventory/host.ts';
import type { AnyModule } from '../modules/module.ts';
import type { GuardSettings } from '../plan/guard.ts';
import type { Place, Problem } from '../problem.ts';
import type { Template } from '../template/interpolation/text.ts';
import type { Condition, Flag, Inherited, Written } from './inherited.ts';
import type { Role } from './role.ts';
import type { Tree } from './task-tree.ts';
import type { Part } from './yaml-node.ts';

/** A playbook as written, checked for shape; nothing in it depends on hosts yet. */
export interface Playbook {
  file: string;
  /** Those of playbooks that it imports come where they are imported. */
  plays: readonly Play[];
}

export interface Play {
  /** Its name, or its host pattern when it has none; a second one of that name in the run is numbered. */
  name: string;
  /** The same as it is written. */
  called: string;
  place: Place;
  /** The playbook that it stands in, which may be an imported one. */
  file: string;
  /** The absolute path of the folder of that playbook. */
  folder: string;
  /** One pattern or a list of them. */
  hosts: Written<Template>;
  vars: Variables;
  /** Paths of files of variables, as seen from the playbook's folder; of several in one entry the first that is there. */
  varsFiles: readonly (readonly Written<Template>[])[];
  prompts: readonly Prompt[];
  /** `connection`, `remote_user` and `port`, as the variables that win over them. */
  connection: Variables;
  /** `gather_facts`; absent where the play does not say. */
  gathers?: Flag;
  /** What holds for the play itself; its tasks have taken it over. */
  settings: Inherited;
  /** Set by `prune: owned`: how many networks of a host may be removed. */
  prune?: { maxDelete: number };
  /** Sizes of the batches, numbers or percentages; none means that there are none. */
  serial: readonly (number | string)[];
  rollout: Rollout;
  /** The roles whose variables all tasks see: those of `roles` and `import_role`. */
  roles: readonly Role[];
  /** All that runs, in order: `pre_tasks`, `roles`, `tasks`, `post_tasks`, and handlers between them. */
  tasks: readonly TaskTree[];
  handlers: readonly Handler[];
}

/** In which order a play goes through its hosts, and what ends that. */
export interface Rollout {
  order: Order;
  isAllAtOnce: boolean;
  /** Hosts wait for each other before each task. */
  isLinear: boolean;
  /** The pattern of the hosts that come first. */
  canary?: Written<Template>;
  budget: Budget;
  /** What it says of its waves and of what follows them, for whoever reviews it. */
  terms: readonly string[];
  /** A wave behind which the rollout stops is rolled back. */
  rollsBack: boolean;
  /** Tasks that only read, for the hosts of a wave behind it. */
  verify: readonly TaskTree[];
  gates: WrittenGates;
}

/** What a play asks between two waves, beside `verify`. */
export interface WrittenGates {
  /** Milliseconds to wait. */
  soak?: number;
  /** A person says whether the next wave begins; milliseconds to wait for that. */
  pause?: { text?: string; timeout?: number };
}

/** How many hosts of a play may fail before nothing more starts: a number, a percentage of its hosts, or both. */
export interface Budget {
  hosts?: number;
  percentage?: number;
}

export type Order = 'inventory' | 'reverse_inventory' | 'sorted' | 'reverse_sorted';

/** An entry of `vars_prompt`. */
export interface Prompt {
  /** The variable. */
  name: string;
  /** What is asked; absent where it is the name. */
  text?: Written<Template>;
  default?: Written<Template>;
  /** Whether what is typed is not shown. */
  isPrivate: boolean;
  /** Whether it is to be typed twice. */
  confirms: boolean;
  place: Place;
}

/** What `tasks` of a play hold. */
export type TaskTree = Tree<TaskLeaf>;

export type TaskLeaf = Task | Include | Meta;

/** A task that steers the play, such as `meta: flush_handlers`. */
export interface Meta extends Inherited {
  kind: 'meta';
  place: Place;
  action: MetaAction;
}

export type MetaAction = 'flush_handlers' | 'end_host' | 'end_play' | 'clear_host_errors' | 'noop';

/** What tasks and includes have in common. */
export interface TaskBase extends Inherited {
  place: Place;
  /** Its name, or its module's; a second one of that name in the playbook is numbered. */
  id: string;
  /** Its module as it is written, such as `ansible.builtin.copy`: what reports call a task without a name. */
  called: string;
  /** Absent where it has none. */
  name?: { text: string; template: Template };
  loop?: Loop;
  register?: string;
  /** Handlers by name, as written; a name may hold expressions. */
  notify: readonly (Written<Template> & { text: string })[];
}

export interface Task extends TaskBase {
  kind: 'task';
  /** Absent when the task is wrong: that was said already, and it is not resolved. */
  call?: ModuleCall;
  /** Over its own result; absent where the module's word counts. */
  changedWhen?: readonly Condition[];
  failedWhen?: readonly Condition[];
  until?: Until;
  guard: GuardSettings;
}

/** `include_tasks` and `include_role`: which tasks these are is decided host by host. */
export interface Include extends TaskBase {
  kind: 'include';
  module: string;
  /** What names the tasks: a file, or a role. */
  what: Written<Template>;
  /** Its own variables, which the included tasks see as parameters. */
  params: Variables;
  /** Reads what `what` came to. Throws ProblemError. */
  open(name: string, answered: boolean): Included;
}

/** What an include came to. */
export interface Included {
  tasks: readonly TaskTree[];
  handlers: readonly Handler[];
}

/** A task that is not wrong. */
export type CallingTask = Task & { call: ModuleCall };

export interface Handler {
  /** What notifies it: its name, also with its role's before it, and what it listens to. */
  names: readonly string[];
  listen: readonly string[];
  /** The folder of its role; empty for one of the play itself. */
  group: string;
  task: Task | Include;
}

/** A module with its arguments. */
export interface ModuleCall {
  definition: AnyModule;
  args: Part;
  template: Template;
  /** The folder from which relative paths are seen, for a task that is done on the controller. */
  folder?: string;
  /** Names that it may set, where its arguments do not say them. */
  sets?: readonly string[];
  /** The arguments as the module gets them, when they hold no expression and are therefore alike for all hosts. */
  fixed?: { value: unknown };
  /** Why no host can do it, where there is no such module. */
  absent?: Problem;
}

export interface Loop {
  items: Written<Template>;
  /** What makes the list of what `items` come to: the `x` of `with_x`; absent for `loop`. */
  lookup?: string;
  /** The name under which a task finds the item. */
  variable: string;
  /** The name under which it finds the item's index, from 0. */
  index?: string;
  label?: Template;
  /** Seconds between two items. */
  pause?: number;
  /** Whether there is `ansible_loop`. */
  extended?: { allItems: boolean };
}

/** Tries again until the conditions hold. */
export interface Until {
  conditions: readonly Condition[];
  retries: Template;
  /** Seconds. */
  delay: Template;
}

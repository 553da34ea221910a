import type * as z from 'zod';
import type { AddedHost } from '../inventory/host.ts';
import type { Unmanaged } from '../plan/evidence.ts';
import type { Plan } from '../plan/plan.ts';
import type { Current, Probes } from '../plan/probe.ts';
import type { Place, Problem } from '../problem.ts';

/** Something wrong in the arguments of a task; `at` is the path to the argument, which becomes a place. */
export type ArgumentFault = Omit<Problem, 'place' | 'hosts'> & { at?: readonly (string | number)[] };

/**
 * What a module may use on the controller, before any host is contacted. All of it throws or collects problems that
 * end up with a place in the user's files.
 */
export interface TaskContext {
  /** Renders `templates/NAME`, the project's own or the shipped one, with the task's variables and `more`. */
  readonly render: (name: string, more?: Readonly<Record<string, unknown>>, how?: Rendering) => string;
  /** Whether a template is the shipped one, which the project replaces by none of its own. */
  readonly isShipped: (name: string) => boolean;
  /** Reads a file of the project (`files/NAME`, or beside the playbook). */
  readonly read: (name: string) => string;
  /** What is below a folder of the project, as paths; undefined where the name is none of a folder. */
  readonly tree: (name: string) => { folders: readonly string[]; files: readonly string[] } | undefined;
  /** The permissions of a file of the project, in octal digits. */
  readonly modeOf: (name: string) => string;
  /** The variables of a YAML file of the project, or of all files of a folder, with their expressions computed. */
  readonly variablesIn: (
    name: string,
    sort: 'file' | 'dir',
    /** Endings of the files of a folder; absent for all. */
    extensions?: readonly string[],
  ) => Readonly<Record<string, unknown>>;
  /**
   * The absolute path of a file to write on the controller, relative to the folder of the playbook; the argument `from`
   * says where it is.
   */
  readonly local: (path: string, from: string) => string;
  readonly report: (fault: ArgumentFault) => void;
  /** The place of an argument, for what a host answers about it. */
  readonly placeOf: (at: readonly (string | number)[]) => Place;
  /** Variables of the task for which modules have a use, by name. */
  variables: { inventory_hostname: string };
  /** Whose task it is, for what a host remembers of it. */
  origin: Origin;
}

/** How a template is rendered. */
export interface Rendering {
  /** What it becomes: the file's name says what kind of text that is, where the template's own does not. */
  path?: string;
  /** How a template of Jinja is written, such as `lstrip_blocks`. */
  settings?: Readonly<Record<string, unknown>>;
}

/** An interface of a guest that a task describes by its MAC address. */
export interface OwnInterface {
  guest: string;
  mac: string;
  /** False where the task takes it away. */
  present: boolean;
  /** True where the task gives it to a new guest only. */
  atCreation?: boolean;
}

/** Names that stay the same from run to run. */
export interface Origin {
  /** The variable `virtfleet_project`, or the name of the project's folder. */
  project: string;
  /** File name of the playbook. */
  playbook: string;
  /** The task's name as it is written, which all items of a loop share. */
  task: string;
  /** Whether its play has `prune: owned`. */
  prunes: boolean;
}

/**
 * A module: its arguments (`args`), what it reads (`observe`) and what follows (`plan`).
 * All are pure. There is no `apply`: the engine performs the steps of the changes, and reads the probes again.
 *
 * `prepare` is for modules that render or parse something on the controller: its result is what `observe` and `plan`
 * get. Without it they get the arguments.
 */
export interface Module<A extends z.ZodType = z.ZodType, W = unknown, P extends Probes = Probes> {
  name: string;
  summary: string;
  /** More than the summary, for `virtfleet modules NAME`. */
  description?: string;
  /** A task as YAML, without its name. A test parses each. */
  example: string;
  args: A;
  /**
   * The argument for which a bare text may stand: cut into words as in `command: virsh net-list`, of which `cmd` is
   * another spelling, or as it is as in `shell: a | b`.
   */
  freeForm?: { argument: string; cut: boolean };
  /** Other spellings of arguments, and the arguments they stand for. */
  aliases?: Readonly<Record<string, string>>;
  /** Arguments whose texts are expressions without `{{ }}`, as those of `when`. */
  expressions?: readonly string[];
  /**
   * What to write instead of arguments that it does not have, though people look for them; behind a dot those of an
   * argument: `stp`, `parameters.vlan_filtering`.
   */
  advice?: Readonly<Record<string, string>>;
  /**
   * Arguments, or all of them, in which a text that reads as a list or a map is one, as in Ansible; of those that are
   * named the module gets the JSON.
   */
  readsData?: 'all' | readonly string[];
  /** The argument that is text of a file, and the argument that is the file's path, whose name says what text that is. */
  writes?: { argument: string; path: string };
  /** The names of its arguments may be computed, too. */
  computesNames?: true;
  /** Its changes cannot be predicted: the playbook may declare them with `changed_when` and `failed_when`. */
  opaque?: true;
  /** Leaves its host as it is, whatever its arguments are: it reads, waits or reports. */
  onlyReads?: true;
  /**
   * Its changes bring no program, daemon or mount: a read that fails before them fails after them, too.
   */
  selfContained?: true;
  prepare?(args: z.output<A>, context: TaskContext): W;
  /**
   * What its tasks mean for each other: all that one host gets, in order; as many come back. `isWhole` is false
   * while a task of it waits for what another registers; `interfaces` are those of the tasks of all modules.
   */
  coordinate?(all: readonly W[], isWhole: boolean, interfaces: readonly OwnInterface[]): readonly W[];
  /** Whether its changes do not count as changed, unless `changed_when` says so: some modules of Ansible never tell. */
  uncounted?(desired: W): boolean;
  /** Why there is nothing to do, whatever the host has. */
  skips?(desired: W): string | undefined;
  /** The interfaces of guests that a task describes by their MAC addresses: each is to be one guest's. */
  interfaces?(desired: W): readonly OwnInterface[];
  /** What a task is about, the same from run to run: `network default`, `file /etc/motd`. */
  resource?(desired: W): string;
  /** What the host has of that resource and no task of the run describes, of which a run leaves everything as it is. */
  undescribed?(desired: W, current: Current<P>): readonly Unmanaged[];
  /** The network that is described, for `prune`. */
  describes?(desired: W): string;
  /** The files that were rendered on the controller, for `virtfleet render`. */
  rendered?(desired: W): readonly Rendered[];
  /** Variables that its tasks set for those behind them. */
  facts?(desired: W): Readonly<Record<string, unknown>>;
  /**
   * Variables that its answer sets, `ansible_facts` of its result, for tasks behind it; `args` are the arguments as
   * they are written.
   */
  answers?(args: unknown): readonly string[];
  /** What `register` keeps of what its program printed, where that is not the output as it is. */
  registers?(desired: W, output: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** The group of the inventory that the host joins, below which others. */
  joins?(desired: W): { group: string; parents: readonly string[] };
  /** The host that it adds to the inventory, for the plays behind it; the first host of a play does it for all. */
  adds?(desired: W): AddedHost;
  observe(desired: W): P;
  plan(desired: W, current: Current<P>): Plan;
}

/** A file or definition that a host would get. */
export interface Rendered {
  /** Its path on the host, or a name such as `networks/default.xml`. */
  name: string;
  text: string;
  /** The schema of libvirt that every version since it was written would hold it against. */
  schema?: 'network.rng';
}

/** A module without its own types: what playbooks and the engine hold. */
export type AnyModule = Module<z.ZodType, unknown, Probes>;

/** Infers the types of a module that works on something prepared. */
export function defineModule<A extends z.ZodType, W, P extends Probes>(
  module: Module<A, W, P> & { prepare(args: z.output<A>, context: TaskContext): W },
): Module<A, W, P>;
/** Infers the types of a module that works on its arguments. */
export function defineModule<A extends z.ZodType, P extends Probes>(
  module: Module<A, z.output<A>, P>,
): Module<A, z.output<A>, P>;
export function defineModule<A extends z.ZodType, W, P extends Probes>(module: Module<A, W, P>) {
  return module;
}

import type { Variables } from '../../inventory/host.ts';
import { MAGIC } from '../../inventory/magic.ts';
import { ProblemError } from '../../problem.ts';
import { LOOKUPS_NAME, type Lookups } from '../../template/expression/lookups.ts';
import { createScope, type Scope } from '../../template/interpolation/scope.ts';
import { Findings } from '../findings.ts';
import { ControllerLookups } from '../lookups/controller-lookups.ts';
import type { Handler, Meta, Task, TaskBase, TaskLeaf, TaskTree } from '../model.ts';
import { mayBeNotified } from '../notified.ts';
import { entryOf, START } from '../peers/order.ts';
import { PLAY_HOSTS } from '../peers/peers.ts';
import { factNames } from '../peers/settable-names.ts';
import type { Role } from '../role.ts';
import { type Block, isBlock, leavesOf } from '../task-tree.ts';
import { type Gather, needsFacts } from './gather-facts.ts';
import type { PlaySettings } from './play-settings.ts';
import { isOver, playLayers, roleLayer, taskLayers, type VariableSources } from './play-variables.ts';
import { resolveInclude } from './resolve-include.ts';
import { resolveMeta } from './resolve-meta.ts';
import { resolveOnce } from './resolve-once.ts';
import { resolveTask } from './resolve-task.ts';
import { type HostHandler, type HostTree, resolvedIn } from './resolved-play.ts';
import type { Resolver, Surroundings } from './surroundings.ts';
import type { PlayContext } from './task-context.ts';
import { factsFrom, settled, type TaskVariables } from './task-variables.ts';

const HANDLERS: Surroundings = { params: {}, items: {}, depth: 0, order: undefined };
/** Around the tasks of a play. */
export const OUTSIDE: Surroundings = { ...HANDLERS, order: START };

export interface TreeSettings {
  sources: VariableSources;
  settings: PlaySettings;
  findings: Findings;
  /** Takes the names of variables that are asked for. */
  reads: Set<string>;
  around: Omit<PlayContext, 'scope' | 'project' | 'settable' | 'order' | 'live'>;
  /** Names of facts that are known only when the host has answered. */
  facts: readonly string[];
  gather: Gather;
}

/** Resolves the tasks of a play for one host. */
export class TreeResolver implements Resolver {
  readonly settings: PlaySettings;
  readonly #sources: VariableSources;
  readonly #around: TreeSettings['around'];
  readonly #bases = new Map<Role | undefined, Scope>();
  /** Roles that this host has run. */
  readonly #completed = new Set<string>();
  readonly #gather: Gather;
  readonly #reads: Set<string>;
  readonly #facts: readonly string[];
  #findings: Findings;
  /** Handlers of included roles, to be resolved when all tasks are. */
  #waiting: (() => void)[] = [];

  constructor({ sources, settings, findings, reads, around, facts, gather }: TreeSettings) {
    this.#gather = gather;
    this.#facts = facts;
    this.#reads = reads;
    this.#sources = sources;
    this.settings = settings;
    this.#findings = findings;
    this.#around = around;
  }

  play(tasks: readonly TaskTree[], handlers: readonly Handler[], known: TaskVariables) {
    const resolved = this.trees(tasks, known, OUTSIDE);
    return { tasks: resolved, handlers: this.#finish(handlers, known, mayBeNotified(tasks, handlers)) };
  }

  trees(trees: readonly TaskTree[], known: TaskVariables, around: Surroundings): HostTree[] {
    return trees.flatMap((tree, index): readonly HostTree[] => {
      const surroundings = inside(around, index);
      if (isBlock(tree)) return this.#block(tree, known, surroundings);
      if (tree.kind === 'meta')
        return this.#try(() => resolveMeta(tree, this.context(tree, known, surroundings)));
      if (tree.kind === 'include') return this.#try(() => resolveInclude(tree, known, surroundings, this));
      const whole = () => this.#task(tree, known, surroundings);
      return this.#try(() => resolveOnce(tree, known, surroundings, this, whole) ?? whole());
    });
  }

  /** What a task sees; `known` is what tasks before it set. */
  context(task: TaskBase | Meta, known: TaskVariables, surroundings: Surroundings): PlayContext {
    const { params, items, order } = surroundings;
    const { role, vars } = task;
    const waiting = [...known.pending].filter((name) => !this.#isFixed(name) && !Object.hasOwn(params, name));
    const own = taskLayers({ vars, set: known.known, role, params }, (name) => this.#isFixed(name));
    const base = this.#base(role);
    const inner = Object.keys(own).length > 0 ? base.child(own) : base;
    const scope = waiting.length > 0 ? inner.pending(waiting) : inner;
    const more = { ...items, ...settled(known.live, true) };
    const { project } = this.settings;
    return {
      ...this.#around,
      scope: Object.keys(more).length > 0 ? scope.child(more) : scope,
      order,
      live: (names, peers) =>
        this.settings.live({ host: this.#around.host, ofRun: this.#sources.ofRun }, names, peers),
      project: role ? project.within(role.path) : project,
      settable: known.settable,
    };
  }

  /** Handlers of an included role; they are there once all tasks are resolved. */
  handlers(handlers: readonly Handler[], known: TaskVariables, surroundings: Surroundings): HostTree[] {
    if (handlers.length === 0) return [];
    const resolved: HostHandler[] = [];
    const around = { ...surroundings, order: undefined };
    this.#waiting.push(() => resolved.push(...this.#handlers(handlers, known.forHandlers(), around)));
    return [{ kind: 'handlers', handlers: resolved }];
  }

  /** Does while the play runs what would have been done before it. Throws ProblemError with all that is wrong. */
  later(work: () => HostTree[]): HostTree[] {
    const outer = this.#findings;
    this.#findings = new Findings();
    try {
      const result = work();
      this.settings.addedHosts.refuse(result);
      this.#settleWaiting();
      const problems = this.#findings.list();
      if (problems.length > 0) throw new ProblemError(problems);
      return needsFacts(result) ? this.#gather.before(result) : result;
    } finally {
      this.#findings = outer;
    }
  }

  #task(task: Task, known: TaskVariables, surroundings: Surroundings): readonly HostTree[] {
    const { call } = task;
    if (call) for (const fact of factNames(call)) known.settable.add(fact);
    const resolved = this.#try(() => resolveTask(task, this.context(task, known, surroundings)));
    if (call) known.take(factsFrom(call, resolvedIn(resolved)));
    known.register(task);
    return resolved;
  }

  /** After a section that may end early nobody knows which of its facts are set. */
  #block(block: Block<TaskLeaf>, known: TaskVariables, surroundings: Surroundings): HostTree[] {
    const items = block.oncePerItem ? JSON.stringify(surroundings.items) : '';
    const once = block.once && `${block.once}${items}`;
    if (once !== undefined && this.#completed.has(once)) return [];
    const section = (trees: readonly TaskTree[], index: number) =>
      this.trees(trees, known, inside(surroundings, index));
    const tasks = section(block.tasks, 0);
    const hasOthers = leavesOf([...block.rescue, ...block.always]).some(({ kind }) => kind !== 'meta');
    if (hasOthers) doubt(tasks, known);
    if (hasOthers) for (const name of FAILED) known.pending.add(name);
    const rescue = section(block.rescue, 1);
    doubt(rescue, known);
    const always = section(block.always, 2);
    const all = resolvedIn([...tasks, ...rescue, ...always]);
    if (once !== undefined && all.some(({ kind }) => kind !== 'skipped')) this.#completed.add(once);
    return [{ kind: 'block', name: block.name, tasks, rescue, always }];
  }

  #finish(
    handlers: readonly Handler[],
    known: TaskVariables,
    isMeant: (handler: Handler) => boolean,
  ): HostHandler[] {
    // A handler may run before the tasks that register or set what another handler uses: none of it is known yet.
    for (const { task } of handlers) known.handle(task);
    const resolved = this.#handlers(handlers, known.forHandlers(), HANDLERS, isMeant);
    this.#settleWaiting();
    return resolved;
  }

  #settleWaiting(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
  }

  /** Of a handler that nothing notifies it does not matter what is wrong: it never runs. */
  #handlers(
    handlers: readonly Handler[],
    known: TaskVariables,
    surroundings: Surroundings,
    isMeant = (_: Handler) => true,
  ): HostHandler[] {
    return handlers.map((handler) => {
      const { names, listen, group, task } = handler;
      const work = () =>
        task.kind === 'include'
          ? resolveInclude(task, known, surroundings, this)
          : resolveTask(task, this.context(task, known, surroundings));
      const isLoud = isMeant(handler) || this.#around.origin.prunes;
      return { names, listen, group, tasks: isLoud ? this.#try(work) : (new Findings().try(work) ?? []) };
    });
  }

  #try(work: () => readonly HostTree[]): readonly HostTree[] {
    return this.#findings.try(work, this.#around.host) ?? [];
  }

  #base(role: Role | undefined): Scope {
    const found = this.#bases.get(role);
    if (found) return found;
    const { project, env } = this.settings;
    const lookups: Lookups = new ControllerLookups({
      project: role ? project.within(role.path) : project,
      scope: () => base,
      env,
    });
    const own = settled({ [LOOKUPS_NAME]: lookups });
    const isKnown = this.#facts.length + this.settings.later.length === 0;
    const base = role && isKnown ? this.#roleBase(role, own) : this.#wholeBase(role, own);
    this.#bases.set(role, base);
    return base;
  }

  /** A play with many roles has as many variables, of which a role replaces few. */
  #roleBase(role: Role, own: Variables): Scope {
    const base = this.#base(undefined);
    base.note(Object.keys(role.defaults));
    return base.child({ ...roleLayer(role, this.#sources), ...own });
  }

  #wholeBase(role: Role | undefined, own: Variables): Scope {
    const variables: Variables = Object.assign({}, ...playLayers({ ...this.#sources, role }));
    const facts = this.#facts.filter((name) => !this.#isFixed(name) && !isOver(name, this.#sources, role));
    const known = createScope({ ...variables, ...own }, this.#reads);
    const later = [...facts, ...this.settings.later, ...(this.#around.batch.length > 1 ? PLAY_HOSTS : [])];
    return later.length > 0 ? known.pending(later) : known;
  }

  #isFixed(name: string): boolean {
    const { extraVars, ofRun } = this.#sources;
    return Object.hasOwn(extraVars, name) || MAGIC.has(name) || Object.hasOwn(ofRun, name);
  }
}

function inside(surroundings: Surroundings, index: number): Surroundings {
  const { order } = surroundings;
  return order ? { ...surroundings, order: entryOf(order, index) } : surroundings;
}

/** What a rescue finds of the task that failed. */
const FAILED = ['ansible_failed_task', 'ansible_failed_result'];

function doubt(trees: readonly HostTree[], known: TaskVariables): void {
  for (const task of resolvedIn(trees))
    if (task.kind === 'task') known.doubt(Object.keys(task.definition.facts?.(task.desired) ?? {}));
}

import { include as definition } from '../../modules/include.ts';
import type { AnyModule } from '../../modules/module.ts';
import { NO_GUARD } from '../../plan/guard.ts';
import { ProblemError } from '../../problem.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import type { Include, Included } from '../model.ts';
import { entryOf } from '../peers/order.ts';
import { factNames } from '../peers/settable-names.ts';
import { isChosen } from '../tags.ts';
import { leavesOf, mapTree } from '../task-tree.ts';
import { evaluate, isAnswered, reasonToSkip } from './evaluate.ts';
import { itemsOf, labelOf, loopVariables, reasonToSkipAll, roundOf } from './loop.ts';
import type { HostTree, SkippedTask } from './resolved-play.ts';
import type { Resolver, Surroundings } from './surroundings.ts';
import type { PlayContext } from './task-context.ts';
import { headOf, type Item, writtenName } from './task-head.ts';
import { settled, type TaskVariables } from './task-variables.ts';

/** More than anyone means; a file that includes itself without end is found so. */
const DEEPEST = 60;

/**
 * The tasks that an include comes to for one host, once for each item of its loop. What cannot be decided yet waits
 * for what is registered. Throws ProblemError.
 */
export function resolveInclude(
  include: Include,
  known: TaskVariables,
  surroundings: Surroundings,
  resolver: Resolver,
): HostTree[] {
  if (surroundings.depth > DEEPEST) throw new ProblemError([tooDeep(include)]);
  const { loop } = include;
  return whenSettled(include, known, surroundings, resolver, (now) => {
    const around = resolver.context(include, now, surroundings);
    if (!loop) return included([decided(include, around, surroundings)], include, now, resolver);
    const reason = reasonToSkipAll(include.when, loop, around);
    if (reason !== undefined) return [skipped(include, around, reason)];
    const items = itemsOf(loop, around);
    if (items.length === 0) return [skipped(include, around, 'its loop goes through nothing')];
    const answered = isAnswered(loop.items.value, around.scope);
    const each = items.map((item, index) => {
      const within = {
        ...surroundings,
        items: { ...surroundings.items, ...settled(loopVariables(loop, items, index), answered) },
      };
      const inner = resolver.context(include, now, within);
      const label = labelOf(item, loop, inner.scope);
      return decided(include, inner, within, { label, round: roundOf(loop, items, index) });
    });
    return included(each, include, now, resolver);
  });
}

/** Resolves now, or with what is registered by then; what its tasks set is unknown until then. */
function whenSettled(
  include: Include,
  known: TaskVariables,
  surroundings: Surroundings,
  resolver: Resolver,
  resolve: (known: TaskVariables) => HostTree[],
): HostTree[] {
  try {
    return resolve(known);
  } catch (error) {
    if (!(error instanceof PendingError)) throw error;
    const around = resolver.context(include, known, surroundings);
    const before = known.copy();
    const sets = announced(include, around, known);
    return [
      {
        ...headOf(include, around, { module: include.module, name: writtenName(include, around) }),
        kind: 'pending',
        needs: error.names,
        settable: known.settable,
        sets,
        settle: (registered, peers) => {
          const now = before.copy();
          now.settle(error.names, registered);
          now.live = around.live(error.names, peers);
          return resolver.later(() => whenSettled(include, now, surroundings, resolver, resolve));
        },
      },
    ];
  }
}

/** One round of an include: what is reported of it, and where its tasks stand unless it is skipped. */
interface Decided {
  told: readonly HostTree[];
  opened?: { found: Included; within: Surroundings };
}

function decided(include: Include, around: PlayContext, within: Surroundings, item?: Item): Decided {
  const reason = reasonToSkip(include.when, around);
  if (reason !== undefined) return { told: [skipped(include, around, reason, item)] };
  const name = String(evaluate(include.what.value, around.scope));
  const found = include.open(name, isAnswered(include.what.value, around.scope));
  const isRole = include.module.endsWith('_role');
  return { told: isRole ? [] : [told(include, around, name, item)], opened: { found, within } };
}

/** As in Ansible, all rounds of a loop are decided before the tasks of the first one run. */
function included(
  rounds: readonly Decided[],
  include: Include,
  known: TaskVariables,
  resolver: Resolver,
): HostTree[] {
  const { choice } = resolver.settings;
  // What is inside asks for itself, when it runs.
  known.live = {};
  const tasks = rounds.flatMap(({ opened }, index) => {
    if (!opened) return [];
    const { found, within } = opened;
    const chosen = mapTree(found.tasks, (task) =>
      task.kind === 'meta' || isChosen(task.tags, choice) ? [task] : [],
    );
    const inner = {
      items: within.items,
      params: { ...within.params, ...include.params },
      depth: within.depth + 1,
      order: within.order && entryOf(within.order, index),
    };
    return [...resolver.handlers(found.handlers, known, inner), ...resolver.trees(chosen, known, inner)];
  });
  return [...rounds.flatMap((round) => round.told), ...tasks];
}

/** Marks the names that its tasks may set, as far as it is known which tasks these are. */
function announced(include: Include, around: PlayContext, known: TaskVariables): string[] {
  known.register(include);
  const names = include.register === undefined ? [] : [include.register];
  for (const task of leavesOf(opened(include, around)?.tasks ?? [])) {
    if (task.kind === 'meta') continue;
    known.handle(task);
    if (task.register !== undefined) names.push(task.register);
    if (task.kind === 'task' && task.call) names.push(...factNames(task.call));
  }
  return names;
}

function opened(include: Include, { scope }: PlayContext): Included | undefined {
  try {
    return include.open(String(evaluate(include.what.value, scope)), isAnswered(include.what.value, scope));
  } catch (error) {
    if (error instanceof ProblemError || error instanceof PendingError) return undefined;
    throw error;
  }
}

/** An include of a file is a task of its own in reports, as in Ansible. */
function told(include: Include, around: PlayContext, name: string, item?: Item): HostTree {
  return {
    kind: 'task',
    definition: definition as AnyModule,
    desired: { name },
    become: false,
    consent: 'none',
    notify: [],
    ignoreErrors: false,
    guard: NO_GUARD,
    ...headOf(include, around, { module: include.module, name: writtenName(include, around), item }),
    ...(include.register !== undefined && { register: include.register }),
  };
}

function skipped(include: Include, around: PlayContext, reason: string, item?: Item): SkippedTask {
  const { register } = include;
  const head = headOf(include, around, { module: include.module, name: writtenName(include, around), item });
  return { ...head, kind: 'skipped', reason, ...(register !== undefined && { register }) };
}

function tooDeep({ place }: Include) {
  return {
    code: 'import-circle',
    summary: 'A file of tasks includes itself without end',
    detail: `${DEEPEST} includes stand inside each other.`,
    place,
    hint: 'Give the include a condition that ends it.',
  };
}

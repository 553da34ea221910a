import type { Scope } from '../../template/interpolation/scope.ts';
import { checkArguments } from '../arguments/module-call.ts';
import type { CallingTask, ModuleCall } from '../model.ts';
import { withOrigin } from '../problem-origin.ts';
import { PreparedContext } from './prepare-context.ts';
import type { PlayContext } from './task-context.ts';

/** What modules made of arguments, by the arguments, where nothing else of a host went into it. */
const shared = new WeakMap<ModuleCall, Map<string, unknown>>();

/**
 * What a module makes of its arguments for one host. Hosts with the same arguments share it: rendering and parsing
 * is most of the work that is done before a host is contacted.
 * Throws ProblemError, and PendingError when something in it is not known yet.
 */
export function desiredOf(task: CallingTask, around: PlayContext): unknown {
  const { call } = task;
  const { definition, args, fixed } = call;
  const value = fixed ? fixed.value : checkArguments(definition, computed(call, around.scope), args);
  if (!definition.prepare) return value;
  const known = shared.get(call) ?? new Map<string, unknown>();
  shared.set(call, known);
  const key = JSON.stringify([around.origin.project, ...(fixed ? [] : [value])]);
  if (known.has(key)) return known.get(key);
  const context = new PreparedContext(around, task, value);
  const desired = context.collect(() =>
    withOrigin(args.keyPlace, () => definition.prepare?.(value, context)),
  );
  if (!context.isHostly) known.set(key, desired);
  return desired;
}

function computed({ template }: ModuleCall, scope: Scope): unknown {
  return scope.evaluate(template);
}

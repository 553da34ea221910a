import type { Scope } from '../../template/interpolation/scope.ts';
import { checkArguments } from '../arguments/module-call.ts';
import type { CallingTask, ModuleCall } from '../model.ts';
import { usedAt } from '../problem-origin.ts';
import { TaskDesk } from './prepare-context.ts';
import type { Surroundings } from './task-context.ts';

/** What modules made of arguments, by the arguments, where nothing else of a host went into it. */
const shared = new WeakMap<ModuleCall, Map<string, unknown>>();

/**
 * What a module makes of its arguments for one host. Hosts with the same arguments share it: rendering and parsing
 * is most of the work that is done before a host is contacted.
 * Throws ProblemError, and PendingError when something in it is not known yet.
 */
export function wantedOf(task: CallingTask, around: Surroundings): unknown {
  const { call } = task;
  const { definition, args, fixed } = call;
  const value = fixed ? fixed.value : checkArguments(definition, computed(call, around.scope), args);
  if (!definition.prepare) return value;
  const known = shared.get(call) ?? new Map<string, unknown>();
  shared.set(call, known);
  const key = JSON.stringify([around.origin.project, ...(fixed ? [] : [value])]);
  if (known.has(key)) return known.get(key);
  const desk = new TaskDesk(around, task, value);
  const wanted = desk.report(() => usedAt(args.keyPlace, () => definition.prepare?.(value, desk)));
  if (!desk.isHostly) known.set(key, wanted);
  return wanted;
}

function computed({ template }: ModuleCall, scope: Scope): unknown {
  return template.evaluate(scope.get(template.roots), scope.names());
}

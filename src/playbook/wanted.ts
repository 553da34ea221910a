import type { Scope } from '../template/scope.ts';
import { checkArguments } from './call.ts';
import { TaskDesk } from './desk.ts';
import type { Project } from './project.ts';
import type { ModuleCall } from './written.ts';

/** What `observe` and `plan` of a module get, where it is alike for all hosts. */
const shared = new WeakMap<ModuleCall, { wanted: unknown }>();

/**
 * What a module makes of its arguments for one host.
 * Throws ProblemError, and PendingError when something in it is not known yet.
 */
export function wantedOf(call: ModuleCall, host: string, scope: Scope, project: Project): unknown {
  const known = shared.get(call);
  if (known) return known.wanted;
  const { definition, args, fixed } = call;
  const value = fixed ? fixed.value : checkArguments(definition, computed(call, scope), args);
  if (!definition.prepare) return value;
  const desk = new TaskDesk(host, project, scope, args, value);
  const wanted = definition.prepare(value, desk);
  desk.close();
  if (fixed && !desk.isHostly) shared.set(call, { wanted });
  return wanted;
}

function computed({ template }: ModuleCall, scope: Scope): unknown {
  return template.evaluate(scope.get(template.roots), scope.names());
}

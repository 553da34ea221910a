import * as z from 'zod';
import { type AnyModule, defineModule } from '../../modules/module.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import type { ModuleCall } from '../model.ts';
import { adviceForModule } from '../module-advice.ts';
import type { Part } from '../yaml-node.ts';

/**
 * The call of a module that Ansible has and Virtfleet has not: it is refused on the hosts that get to it. Projects
 * have such tasks for other distributions, or for what is switched off. `keys` are those of the task that are no
 * keywords.
 */
export function absentCall(task: Part, keys: readonly string[]): ModuleCall | undefined {
  const [key = '', more] = keys;
  const hint = adviceForModule(key);
  if (hint === undefined || more !== undefined) return undefined;
  const args = task.at(key);
  const detail = `There is no module \`${key}\`.`;
  const absent: Problem = {
    ...{ code: 'unknown-module', summary: 'A module is not known', detail, hint },
    place: args.keyPlace,
  };
  return { definition: refusing(key, absent), args, template: NOTHING, fixed: { value: null }, absent };
}

const NOTHING = { roots: [], evaluate: () => null };

function refusing(name: string, problem: Problem): AnyModule {
  return defineModule({
    name,
    summary: problem.summary,
    example: '',
    args: z.null(),
    prepare: () => {
      throw new ProblemError([problem]);
    },
    observe: () => ({}),
    plan: () => ({ changes: [] }),
  }) as AnyModule;
}

import type { Problem } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import type { Handler, TaskTree } from '../model.ts';
import { leavesOf } from '../task-tree.ts';

/** What notifies a handler that the play has not, and that no included role can bring. */
export function unknownHandlers(tasks: readonly TaskTree[], handlers: readonly Handler[]): Problem[] {
  const all = [...leavesOf(tasks), ...handlers.map(({ task }) => task)];
  if (all.some((task) => task.kind === 'include' && task.module.endsWith('_role'))) return [];
  const known = new Set(handlers.flatMap(({ names, listen }) => [...names, ...listen]));
  if ([...known].some((name) => name.includes('{{'))) return [];
  const notified = all.flatMap((task) => (task.kind === 'meta' ? [] : task.notify));
  return notified
    .filter(({ text }) => !known.has(text) && !text.includes('{{'))
    .map(({ text, place }) => ({
      code: 'unknown-handler',
      summary: 'A task notifies a handler that is not there',
      detail: `The play has no handler \`${text}\`.`,
      place,
      hint: 'Add it below `handlers:`.',
      ...didYouMean(text, known),
    }));
}

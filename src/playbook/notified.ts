import type { Handler, TaskTree } from './model.ts';
import { leavesOf } from './task-tree.ts';

/** Whether any of the chosen tasks, or another handler, may notify a handler. An include may bring what does. */
export function mayBeNotified(tasks: readonly TaskTree[], handlers: readonly Handler[]) {
  const all = [...leavesOf(tasks), ...handlers.map(({ task }) => task)];
  const texts = new Set(
    all.flatMap((task) => (task.kind === 'meta' ? [] : task.notify.map(({ text }) => text))),
  );
  const isOpen = all.some(({ kind }) => kind === 'include') || [...texts].some((text) => text.includes('{{'));
  return ({ names, listen }: Handler): boolean =>
    isOpen || [...names, ...listen].some((name) => name.includes('{{') || texts.has(name));
}

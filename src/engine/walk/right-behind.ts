import type { HostTree, ResolvedTask } from '../../playbook/resolve/resolved-play.ts';

/** No host gets more tasks than this at once. */
const MOST = 20;

/** The tasks that come next, whatever the one before them answers; what is left out between them is told in its turn. */
export function rightBehind(agenda: readonly HostTree[]): ResolvedTask[] {
  const next: ResolvedTask[] = [];
  for (const tree of agenda) {
    if (next.length + 1 === MOST || (tree.kind !== 'task' && tree.kind !== 'skipped')) break;
    // Of one with `throttle`, few hosts are to do it at the same time.
    if (tree.kind === 'task' && tree.throttle !== undefined) break;
    if (tree.kind === 'task') next.push(tree);
  }
  return next;
}

import { PendingError } from '../../template/interpolation/pending.ts';
import type { HostTree, PendingTask, TaskHead } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import { settled } from './task-variables.ts';

/** Resolves now, or when what it depends on is registered; `sets` are the names that it sets itself. */
export function whenKnown<R extends HostTree>(
  head: TaskHead,
  sets: readonly string[],
  around: PlayContext,
  resolve: (around: PlayContext) => readonly R[],
): readonly (R | PendingTask)[] {
  try {
    return resolve(around);
  } catch (error) {
    if (!(error instanceof PendingError)) throw error;
    return [
      {
        ...head,
        kind: 'pending',
        needs: error.names,
        settable: around.settable,
        sets,
        settle: (registered, peers) => {
          const now = { ...registered, ...around.live(error.names, peers) };
          const unset = error.names.filter((name) => !Object.hasOwn(now, name));
          const scope = around.scope.unset(unset).child(settled(now));
          return whenKnown(head, sets, { ...around, scope }, resolve);
        },
      },
    ];
  }
}

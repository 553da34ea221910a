import { PendingError } from '../../template/interpolation/pending.ts';
import type { HostTree, PendingTask, TaskHead } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import { settled } from './task-variables.ts';

/** What is known of a task that waits. */
export type Waiting = Pick<PendingTask, 'sets' | 'onlyReads' | 'register' | 'ignoreErrors'>;

/** Resolves now, or when what it depends on is registered. */
export function whenKnown<R extends HostTree>(
  head: TaskHead,
  waiting: Waiting,
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
        ...waiting,
        settle: (registered, peers) => {
          const now = { ...registered, ...around.live(error.names, peers) };
          const unset = error.names.filter((name) => !Object.hasOwn(now, name));
          const scope = around.scope.unset(unset).child(settled(now, true));
          return whenKnown(head, waiting, { ...around, scope }, resolve);
        },
      },
    ];
  }
}

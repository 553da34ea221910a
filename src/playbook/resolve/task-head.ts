import { STARS } from '../../plan/task-record.ts';
import { ProblemError } from '../../problem.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import type { TaskBase } from '../model.ts';
import { flagOf } from './evaluate.ts';
import type { TaskHead } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';

/** What reports call a task: its name, or that of its module, and the item of its loop. */
interface Names {
  module: string;
  name?: string | undefined;
  label?: string | undefined;
}

type Headed = Pick<TaskBase, 'place' | 'role' | 'noLog'>;

/** What reports say of a task however it ends, its role before its name as in Ansible. */
export function headOf(task: Headed, around: PlayContext, { module, name, label }: Names): TaskHead {
  const { place, role } = task;
  const noLog = hides(task, around);
  const suffix = label === undefined ? '' : ` (item=${noLog ? STARS : label})`;
  const prefix = role ? `${role.name} : ` : '';
  const { play, order, origin } = around;
  return {
    play,
    project: origin.project,
    name: `${prefix}${name ?? module}${suffix}`,
    module,
    place,
    ...(order && { order }),
    ...(noLog && { noLog }),
  };
}

/** While nobody can say whether a task hides what it does, it does. */
export function hides({ noLog }: Headed, { scope }: PlayContext): boolean {
  try {
    return flagOf(noLog, scope) ?? false;
  } catch (error) {
    if (error instanceof PendingError || error instanceof ProblemError) return true;
    throw error;
  }
}

import { STARS } from '../../plan/task-record.ts';
import { ProblemError } from '../../problem.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import type { TaskBase } from '../model.ts';
import { flagOf } from './evaluate.ts';
import type { Round, TaskHead } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';

/** What reports call a task: its name, or that of its module, and the item of its loop. */
interface Names {
  module: string;
  name?: string | undefined;
  item?: Item | undefined;
}

/** An item of a loop, by the label that it has in reports. */
export interface Item {
  label: string;
  round: Round;
}

type Headed = Pick<TaskBase, 'place' | 'role' | 'noLog'> & Partial<Pick<TaskBase, 'called' | 'name'>>;

/** What reports say of a task however it ends, its role before its name as in Ansible. */
export function headOf(task: Headed, around: PlayContext, { module, name, item }: Names): TaskHead {
  const { place, role } = task;
  const noLog = hides(task, around);
  const suffix = item === undefined ? '' : ` (item=${noLog ? STARS : item.label})`;
  // What an item would make of the name is hidden as the item is.
  const shown = noLog && item !== undefined ? task.name?.text : name;
  const prefix = role ? `${role.name} : ` : '';
  const { play, order, origin } = around;
  return {
    play,
    project: origin.project,
    name: `${prefix}${shown ?? task.called ?? module}${suffix}`,
    module,
    place,
    ...(role && { role: role.name }),
    ...(item && { round: item.round }),
    ...(order && { order }),
    ...(noLog && { noLog }),
  };
}

/** The name of a task that does not run, or not yet: as it is written, where its expressions have no value. */
export function writtenName({ name }: Pick<TaskBase, 'name'>, { scope }: PlayContext): string | undefined {
  try {
    return name && String(scope.evaluate(name.template));
  } catch (error) {
    if (error instanceof PendingError || error instanceof ProblemError) return name?.text;
    throw error;
  }
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

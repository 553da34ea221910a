import { refusedTasks } from './left-tasks.ts';
import { shortNames } from './names.ts';
import { networksOf } from './networks.ts';
import { type Edit, edited, type Note, readSource } from './source.ts';
import { listsOf } from './task-lists.ts';

/** A file in Virtfleet's own form, what changed in it, and what did not and why. Lines are those of the old text. */
export interface Converted {
  text: string;
  changes: Note[];
  left: Note[];
}

/**
 * Converts a YAML file of a project; undefined for one without plays and tasks, such as variables or an inventory.
 * `whyNoNetworks` is why tasks of virt_net stay.
 */
export function convertFile(text: string, file: string, whyNoNetworks?: string): Converted | undefined {
  if (text.startsWith('$ANSIBLE_VAULT')) return undefined;
  const source = readSource(text, file);
  if (!source) return undefined;
  const lists = listsOf(source);
  if (!lists) return undefined;
  const tasks = lists.tasks.flatMap((list) => list.tasks);
  const networks = lists.tasks.map((list) => networksOf(source, list, whyNoNetworks));
  const made = networks.flatMap((one) => one.edits);
  const isGone = ({ start }: Edit) => made.some((edit) => edit.start <= start && start < edit.end);
  const names = shortNames(source, [...tasks, ...lists.others]).filter(({ edit }) => !isGone(edit));
  return {
    text: edited(text, [...made, ...names.map(({ edit }) => edit)]),
    changes: [...networks.flatMap((one) => one.changes), ...names.map(({ note }) => note)].toSorted(byLine),
    left: [...networks.flatMap((one) => one.left), ...refusedTasks(tasks)].toSorted(byLine),
  };
}

function byLine(a: Note, b: Note): number {
  return a.line - b.line;
}

import { celConditions } from './conditions.ts';
import { refusedTasks } from './left-tasks.ts';
import { shortNames } from './names.ts';
import { networksOf } from './networks.ts';
import { edited, type Note, readSource } from './source.ts';
import { listsOf } from './task-lists.ts';

/** A file in Virtfleet's own form, what changed in it, and what did not and why. Lines are those of the old text. */
export interface Converted {
  text: string;
  changes: Note[];
  left: Note[];
}

interface Wishes {
  /** Whether conditions are spelled as CEL where that is exact. */
  cel?: boolean;
  /** Why tasks of virt_net stay. */
  whyNoNetworks?: string | undefined;
}

/** Converts a YAML file of a project; undefined for one without plays and tasks, such as variables or an inventory. */
export function convertFile(text: string, file: string, wishes: Wishes = {}): Converted | undefined {
  if (text.startsWith('$ANSIBLE_VAULT')) return undefined;
  const source = readSource(text, file);
  if (!source) return undefined;
  const lists = listsOf(source);
  if (!lists) return undefined;
  const tasks = lists.tasks.flatMap((list) => list.tasks);
  const networks = lists.tasks.map((list) => networksOf(source, list, wishes.whyNoNetworks));
  const made = networks.flatMap((one) => one.edits);
  const isGone = ({ start }: { start: number }) =>
    made.some((edit) => edit.start <= start && start < edit.end);
  const items = [...tasks, ...lists.others].filter(({ node }) => !isGone({ start: node.range?.[0] ?? 0 }));
  const names = shortNames(source, items).filter(({ edit }) => !isGone(edit));
  const conditions = wishes.cel ? celConditions(source, items) : { changes: [], left: [] };
  const others = [...names, ...conditions.changes];
  return {
    text: edited(text, [...made, ...others.map(({ edit }) => edit)]),
    changes: [...networks.flatMap((one) => one.changes), ...others.map(({ note }) => note)].toSorted(byLine),
    left: [...networks.flatMap((one) => one.left), ...refusedTasks(tasks), ...conditions.left].toSorted(
      byLine,
    ),
  };
}

function byLine(a: Note, b: Note): number {
  return a.line - b.line;
}

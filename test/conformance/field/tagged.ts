import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';

/**
 * Writes a copy of a playbook that has only the tasks with one of these tags, and no play without tasks: the playbook
 * after an edit. It has the same name in a folder of the same name below `folder`, beside all else that lies there.
 * Gives its path.
 */
export function taggedCopy(playbook: string, tags: readonly string[], folder: string): string {
  const from = dirname(playbook);
  const to = join(folder, basename(from));
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from))
    if (name !== basename(playbook)) symlinkSync(join(from, name), join(to, name));
  const copy = join(to, basename(playbook));
  writeFileSync(copy, withTags(readFileSync(playbook, 'utf8'), tags));
  return copy;
}

/** The text of a playbook with only the tasks that have one of these tags themselves or from their play. */
export function withTags(text: string, tags: readonly string[]): string {
  const document = parseDocument(text);
  const plays = document.contents;
  if (!isSeq(plays)) return text;
  plays.items = plays.items.filter((play) => isMap(play) && (isTagged(play, tags) || keepTasks(play, tags)));
  return String(document);
}

const LISTS = ['pre_tasks', 'tasks', 'post_tasks'];

/** Whether any task is left. */
function keepTasks(play: YAMLMap, tags: readonly string[]): boolean {
  const lists = LISTS.map((key) => play.get(key)).filter(isSeq);
  for (const list of lists) list.items = list.items.filter((task) => isMap(task) && isTagged(task, tags));
  return lists.some(({ items }) => items.length > 0);
}

function isTagged(node: YAMLMap, tags: readonly string[]): boolean {
  const own = node.toJSON().tags ?? [];
  return [own].flat().some((tag) => tags.includes(tag));
}

import { isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { MODULES } from '../modules/index.ts';
import { shortName } from '../playbook/ansible-hints.ts';
import { ACTION_KEYS } from '../playbook/read/action-key.ts';
import { INCLUDES } from '../playbook/read/read-include.ts';
import { Part } from '../playbook/yaml-node.ts';
import type { Source } from './source.ts';

/** A map in a list of plays, roles or tasks, as nodes and as values. */
export interface Item {
  node: YAMLMap;
  part: Part;
}

/** Tasks that stand in one list. */
export interface TaskList {
  tasks: readonly Item[];
  isHandlers: boolean;
}

/** All lists of a playbook, or of a file of tasks or handlers. */
export interface Lists {
  tasks: readonly TaskList[];
  /** Plays, and entries of `roles`: they have conditions too. */
  others: readonly Item[];
}

const SECTIONS = ['pre_tasks', 'tasks', 'post_tasks', 'handlers'];
const BLOCKS = ['block', 'rescue', 'always'];

/** Undefined for a file that has no plays and no tasks. */
export function listsOf(source: Source): Lists | undefined {
  const root = new Part(source.yaml, [], source.yaml.value);
  const items = itemsOf(source.root, root);
  const plays = items.filter(isPlay);
  if (plays.length === 0) {
    const isHandlers = /(^|\/)handlers\//.test(source.file);
    return items.some(isTask) ? { tasks: withBlocks({ tasks: items, isHandlers }), others: [] } : undefined;
  }
  const tasks = plays.flatMap((play) =>
    SECTIONS.flatMap((key) => withBlocks({ tasks: below(play, key), isHandlers: key === 'handlers' })),
  );
  return { tasks, others: plays.flatMap((play) => [play, ...below(play, 'roles')]) };
}

function withBlocks(list: TaskList): TaskList[] {
  const { isHandlers } = list;
  const inner = list.tasks.flatMap((task) =>
    BLOCKS.flatMap((key) => withBlocks({ tasks: below(task, key), isHandlers })),
  );
  return list.tasks.length > 0 ? [list, ...inner] : inner;
}

function below({ node, part }: Item, key: string): Item[] {
  const value = node.get(key, true) as Node | undefined;
  return value ? itemsOf(value, part.at(key)) : [];
}

function itemsOf(node: Node, part: Part): Item[] {
  if (!isSeq(node)) return [];
  return node.items.flatMap((each, index) => (isMap(each) ? [{ node: each, part: part.at(index) }] : []));
}

function isPlay({ node }: Item): boolean {
  return ['hosts', 'import_playbook', 'ansible.builtin.import_playbook'].some((key) => node.has(key));
}

const TASK_KEYS: ReadonlySet<string> = new Set([
  ...MODULES.map(({ name }) => name),
  ...INCLUDES,
  ...ACTION_KEYS,
  'block',
  'meta',
]);

function isTask({ part }: Item): boolean {
  return Object.keys(part.value as object).some((key) => TASK_KEYS.has(shortName(key)));
}

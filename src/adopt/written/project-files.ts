import { Document, Pair, type Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { AdoptedPlay, AdoptedTask, AdoptedVariable } from '../play.ts';
import { below, mapOf, nodeOf } from './yaml-nodes.ts';

/** The text of a playbook; with `isNew` it has a head that says where it comes from. */
export function playbookText(plays: readonly AdoptedPlay[], become: boolean, isNew = true): string {
  const list = new YAMLSeq();
  list.items = plays.map((play, index) => {
    const node = playNode(play, become);
    node.spaceBefore = index > 0;
    return node;
  });
  const document = new Document();
  document.contents = list as never;
  if (isNew) document.commentBefore = HEAD;
  return yamlText(document);
}

const HEAD =
  ' What virtfleet adopt found. It is yours from now on: edit it, and see with drift and run --check what that means.';

/** The text of a file of variables: a section for each resource, behind its name. */
export function variablesText(variables: readonly AdoptedVariable[]): string {
  const map = new YAMLMap<Scalar<string>>();
  map.items = variables.map(({ of, name, value, comment }, index) => {
    const [key, node] = [nodeOf(name) as Scalar<string>, below(name, value)];
    if (comment !== undefined) node.comment = ` ${comment}`;
    const isFirst = variables[index - 1]?.of !== of;
    if (isFirst) key.commentBefore = ` ${of}`;
    key.spaceBefore = isFirst && index > 0;
    return new Pair(key, node);
  });
  const document = new Document();
  document.contents = map as never;
  return yamlText(document);
}

/** The text of nodes, in the style of the documentation. */
export function yamlText(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function playNode({ name, hosts, tasks, handlers = [] }: AdoptedPlay, become: boolean): YAMLMap {
  const node = mapOf({ name, hosts, ...(become && { become }) });
  node.items.push(new Pair(nodeOf('tasks') as Scalar<string>, taskList(tasks)));
  if (handlers.length > 0)
    node.items.push(new Pair(nodeOf('handlers') as Scalar<string>, taskList(handlers)));
  return node;
}

/** Tasks with an empty line between them. */
export function taskList(tasks: readonly AdoptedTask[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = tasks.map((task, index) => {
    const one = taskNode(task);
    one.spaceBefore = index > 0;
    return one;
  });
  return list;
}

function taskNode({ name, module, args, loop, notify }: AdoptedTask): YAMLMap {
  const node = mapOf({ name });
  node.items.push(new Pair(nodeOf(module) as Scalar<string>, mapOf(args, 8)));
  if (loop) node.items.push(new Pair(nodeOf('loop') as Scalar<string>, below('loop', loop, 6)));
  if (notify !== undefined) node.items.push(new Pair(nodeOf('notify') as Scalar<string>, nodeOf(notify)));
  return node;
}

/** The text of an inventory of these hosts, with how they are logged in to. */
export function inventoryText(hosts: readonly string[], user: string | undefined): string {
  const named = hosts.map((host) => `    ${oneLine(host)}:\n`).join('');
  const vars = user === undefined ? '' : `  vars:\n    ansible_user: ${oneLine(user)}\n`;
  return `# How ssh reaches them may also stand in ~/.ssh/config.\nall:\n  hosts:\n${named}${vars}`;
}

function oneLine(text: string): string {
  const document = new Document();
  document.contents = nodeOf(text) as never;
  return yamlText(document).trimEnd();
}

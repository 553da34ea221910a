import { Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { dialectOptions } from '../../yaml/tags.ts';
import type { AdoptedPlay, AdoptedTask, AdoptedVariable } from '../play.ts';
import { playbookText, taskList, variablesText, yamlText } from './project-files.ts';

/**
 * A playbook with what it does not describe yet: tasks in the play that has their hosts, or plays at its end. What is
 * written stays as it is, to the letter. `others` are the texts of further playbooks that describe something.
 */
export function mergedPlaybook(text: string, plays: readonly AdoptedPlay[], become: boolean): string {
  const root = parse(text).contents;
  const items: readonly unknown[] = isSeq(root) ? root.items : [];
  const written = items.filter((one) => isMap(one));
  let added = text;
  // From the end: what is put in moves what is behind it.
  const insertions: { at: number; lines: string }[] = [];
  const left: AdoptedPlay[] = [];
  for (const play of plays) {
    const same = written.filter((one) => hostsOf(one) === String(play.hosts));
    const missing = play.tasks.filter((task) => !same.some((one) => describes(one, task)));
    const last = same.map(lastTask).find((end) => end !== undefined);
    if (missing.length === 0) continue;
    // Handlers come with their play.
    if (last === undefined || play.handlers) left.push({ ...play, tasks: missing });
    else
      insertions.push({
        at: endOfLine(text, last.end),
        lines: tasksText(missing, columnOf(text, last.start)),
      });
  }
  for (const { at, lines } of insertions.toSorted((one, other) => other.at - one.at))
    added = `${added.slice(0, at)}\n${lines}${added.slice(at)}`;
  return left.length === 0 ? added : appended(added, playbookText(left, become, false));
}

/** A file of variables with those that it does not have yet, at its end. */
export function mergedVariables(text: string, variables: readonly AdoptedVariable[]): string {
  const root = parse(text).contents;
  const known = new Set(isMap(root) ? root.items.map(({ key }) => String(key)) : []);
  const missing = variables.filter(({ name }) => !known.has(name));
  return missing.length === 0 ? text : appended(text, variablesText(missing));
}

/** Whether a text is YAML, and one document of it. A silent parser says nothing of a second one. */
export function isDocument(text: string): boolean {
  return parseDocument(text, { ...dialectOptions('ansible'), logLevel: 'error' }).errors.length === 0;
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { ...dialectOptions('ansible'), logLevel: 'silent' });
}

function hostsOf(play: YAMLMap): string {
  const hosts = play.get('hosts', true);
  if (isSeq(hosts)) return hosts.items.map(String).join(',');
  return isScalar(hosts) ? String(hosts.value) : '';
}

/** Whether a play has a task of this module for what has this name. */
function describes(play: YAMLMap, { module, args, name }: AdoptedTask): boolean {
  const tasks = play.get('tasks', true);
  return (
    isSeq(tasks) &&
    tasks.items.some((task) => {
      if (!isMap(task)) return false;
      if (args.name === undefined) return task.get('name') === name;
      return task.getIn([module, 'name']) === args.name;
    })
  );
}

/** Where the tasks of a play begin and end, where further ones can be put behind them. */
function lastTask(play: YAMLMap): { start: number; end: number } | undefined {
  const tasks = play.get('tasks', true);
  const [last] = isSeq(tasks) && !tasks.flow ? tasks.items.slice(-1) : [];
  if (!isSeq(tasks) || !isMap(last) || !tasks.range || !last.range) return undefined;
  return { start: tasks.range[0], end: last.range[1] };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The place behind the line that ends at or after this one. */
function endOfLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function tasksText(tasks: readonly AdoptedTask[], column: number): string {
  const document = new Document();
  document.contents = taskList(tasks) as never;
  return yamlText(document).replaceAll(/^(?=.)/gm, ' '.repeat(column));
}

function appended(text: string, more: string): string {
  if (text.trim() === '') return more;
  return `${text.endsWith('\n') ? text : `${text}\n`}\n${more}`;
}

import { isDeepStrictEqual } from 'node:util';
import type { YAMLMap } from 'yaml';
import { argsText } from './args-text.ts';
import { type Elements, elementsOf } from './elements.ts';
import { endOf, textsIn, withoutTask } from './removed-task.ts';
import type { Edit, Note, Source } from './source.ts';
import type { TaskList } from './task-lists.ts';
import { type Deed, deedOf, type NetworkTask, networkTask } from './virt-net.ts';

/** What becomes of the tasks of virt_net in a list. */
export interface Networks {
  edits: Edit[];
  changes: Note[];
  left: Note[];
}

/** A task of virt_net with what it does; `why` it stays as it is, if that is known already. */
interface Read extends NetworkTask {
  deed: Deed | undefined;
  why?: string;
}

/** Where tasks stand, and what holds for all of them. */
interface Around {
  source: Source;
  /** Why no task of virt_net becomes one of network. */
  why: string | undefined;
}

/**
 * Tasks that define a network, start it and set its autostart become one task of `network`, where they follow each
 * other with the same conditions. Tasks of other networks may stand between them. `why` keeps all as they are.
 */
export function networksOf(source: Source, { tasks, isHandlers }: TaskList, why?: string): Networks {
  const found: Networks = { edits: [], changes: [], left: [] };
  const around = { source, why: why ?? (isHandlers ? 'Each handler is called by itself.' : undefined) };
  for (const run of runsOf(tasks)) {
    for (const task of run.filter((one) => !isPart(one, run))) {
      const line = lineOf(task, source);
      const made = oneTask(task, run, around);
      if (typeof made === 'string') found.left.push({ line, text: `virt_net: ${made}` });
      else {
        found.edits.push(...made.edits);
        found.changes.push({ line, text: made.text });
      }
    }
  }
  return found;
}

/** Tasks of virt_net that follow each other. */
function runsOf(tasks: TaskList['tasks']): Read[][] {
  const runs: Read[][] = [[]];
  for (const item of tasks) {
    const task = networkTask(item);
    if (task) runs.at(-1)?.push({ ...task, deed: task.args && deedOf(task.args), ...whyNot(task) });
    else runs.push([]);
  }
  return runs;
}

/** Whether it goes with a task that defines its network. */
function isPart(task: Read, run: readonly Read[]): boolean {
  return run.some((one) => one.deed?.kind === 'define' && partsOf(one, run).includes(task));
}

/** Keys of a task whose meaning depends on how many tasks there are. */
const OF_ONE_TASK = /^(?:register|until|retries|changed_when|failed_when|loop|with_\w+)$/;

function whyNot({ args, others, isShared }: NetworkTask): { why?: string } {
  if (isShared) return { why: 'It is written with an anchor, an alias or a merge key.' };
  if (!args) return { why: 'Its arguments are written in one text.' };
  const isKept = (key: string) =>
    key === 'args' || key === 'module_defaults' || (args.xml !== undefined && OF_ONE_TASK.test(key));
  const key = Object.keys(others).find(isKept);
  return key === undefined ? {} : { why: `It has ${key}, which is of this task alone.` };
}

interface Made {
  edits: Edit[];
  text: string;
}

/** The edits that make one task of `network`, or why there are none. */
function oneTask(task: Read, run: readonly Read[], { source, why }: Around): Made | string {
  const { deed, args } = task;
  if (deed === undefined || hasExpressions(task)) return reasonOf(task);
  const stays = task.why ?? why;
  if (stays !== undefined) return stays;
  const name = args?.name;
  if (typeof name !== 'string') return 'Its name is not a text.';
  if (deed.kind === 'remove') {
    const edit = replaced(task, { name, state: 'absent' }, [], source);
    return { edits: [edit], text: `virt_net is written network: ${name} is absent.` };
  }
  if (deed.kind !== 'define')
    return 'The task that defines the network does not stand before it, or has other conditions.';
  const described = elementsOf(deed.xml);
  if ('why' in described) return described.why;
  if (described.name !== name) return `The XML is of ${described.name}, the task of ${name}.`;
  return defined(task, described, partsOf(task, run), source);
}

function hasExpressions({ args }: Read): boolean {
  return typeof args?.xml === 'string' && /\{[{%]/.test(args.xml);
}

function reasonOf(task: Read): string {
  const { args = {} } = task;
  if (hasExpressions(task)) return 'The XML has expressions or comes from a template.';
  if (args.uri !== undefined) return 'It has a uri, which network has not.';
  const command = args.command ?? args.state;
  return `network has no words for ${command === undefined ? 'what it does' : String(command)}.`;
}

function defined(
  task: Read,
  { name, elements }: Exclude<Elements, { why: string }>,
  parts: readonly Read[],
  source: Source,
): Made | string {
  const states = parts.flatMap(({ deed }) => (deed?.kind === 'state' ? [deed.state] : []));
  const state = states.at(-1);
  if (state === undefined) return 'No task that follows it says whether the network is active.';
  const flags = [task, ...parts].flatMap(({ deed }) =>
    deed && 'autostart' in deed && deed.autostart !== undefined ? [deed.autostart] : [],
  );
  const autostart = flags.at(-1);
  // Another task may set it, in another file even, and the two would undo each other.
  if (autostart === undefined && state === 'active')
    return 'No task that follows it sets autostart, which a task of network does.';
  const args = {
    name,
    ...(state !== 'active' && { state }),
    ...(autostart !== undefined && { autostart }),
    ...elements,
  };
  const removed = parts.map(({ item }) => withoutTask(source, item.node));
  if (removed.some((edit) => edit === undefined)) return 'Its lines have more than this task.';
  const comments = [...deedXml(task).matchAll(/<!--([\s\S]*?)-->/g)].flatMap(([, text = '']) =>
    text
      .trim()
      .split('\n')
      .map((line) => `# ${line.trim()}`),
  );
  const edits = [replaced(task, args, comments, source), ...removed.filter((edit) => edit !== undefined)];
  const lines = parts.map((part) => lineOf(part, source));
  const from =
    lines.length > 0 ? ` Line${lines.length > 1 ? 's' : ''} ${lines.join(' and ')} went into it.` : '';
  return { edits, text: `virt_net is written network, with elements for the XML.${from}` };
}

function deedXml({ deed }: Read): string {
  return deed?.kind === 'define' ? deed.xml : '';
}

/** The tasks behind it that do more to the same network, under the same conditions. */
function partsOf(task: Read, run: readonly Read[]): Read[] {
  const behind = run.slice(run.indexOf(task) + 1);
  const next = behind.findIndex(
    (one) => isSame(one, task) && one.deed?.kind !== 'state' && one.deed?.kind !== 'autostart',
  );
  return (next < 0 ? behind : behind.slice(0, next)).filter(
    (one) => one.why === undefined && isSame(one, task) && isDeepStrictEqual(one.others, task.others),
  );
}

function isSame(one: Read, other: Read): boolean {
  return one.args?.name === other.args?.name;
}

/** The module of a task with other arguments; comments that stood among them stand above. */
function replaced(
  { item, pair }: Read,
  args: Readonly<Record<string, unknown>>,
  more: readonly string[],
  source: Source,
): Edit {
  const { text, comments } = source;
  const [start] = pair.key.range ?? [0];
  const end = endOf(text, pair.value as YAMLMap);
  const { flow = false } = pair.value as YAMLMap;
  const isFlow = item.node.flow === true || (flow && Object.keys(args).length < 3);
  if (isFlow) return { start, end, text: `network: ${argsText(args, '', true)}` };
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const indent = ' '.repeat(column + 2);
  const kept = [...textsIn(text, comments, { start, end }), ...more].map((line) => `${indent}${line}\n`);
  return { start, end, text: `network:\n${kept.join('')}${argsText(args, indent, false)}` };
}

function lineOf({ pair }: Read, { lineAt }: Source): number {
  return lineAt(pair.key.range?.[0] ?? 0);
}

import { isDeepStrictEqual } from 'node:util';
import type { RecordedItem, RecordedTask } from './case.ts';

/** A task of the JSON document of a run, as far as it is compared. */
export interface ReportedTask {
  host: string;
  play: string;
  task: string;
  module?: string;
  status: string;
  message?: string;
  ignored?: boolean;
  place?: { file: string; line: number };
}

/** A task with what became of it, its loop put together; an item has the text behind `item=`. */
interface Entry {
  task: string;
  status: string;
  ignored: boolean;
  message: string | undefined;
  items: readonly { item: string; status: string; message: string | undefined }[];
}

/** Up to so many differences of one host are told: those behind often follow from the first. */
const MOST = 8;

/** Only leads to others: in Ansible's counts it is no task. */
const INCLUDED_ROLE = 'include_role';
/** Read only where something uses a fact. */
const FACTS = 'Gathering Facts';
/** In a dry run Ansible skips the first and guesses about the others, while here it is foreseen what they would do. */
const FORESEEN = /^(command|shell|script|virt|virt_net|virt_pool)$/;

/** A dry run, or one after an intended difference: then what the tasks see is another thing. */
interface About {
  isCheck?: boolean;
  isBehind?: boolean;
}

/** The differences between what Ansible did on a host and what was reported, in order; none where they agree. */
export function taskFaults(
  host: string,
  recorded: readonly RecordedTask[],
  reported: readonly ReportedTask[],
  about: About = {},
): string[] {
  const gathers = reported.some((each) => each.host === host && each.task === FACTS);
  const right = recorded.filter(
    ({ module, task }) => module !== INCLUDED_ROLE && module !== 'meta' && (task !== FACTS || gathers),
  );
  const found = entriesOf(
    reported.filter(
      (each) => each.host === host && each.status !== 'not-started' && each.module !== INCLUDED_ROLE,
    ),
  );
  const faults = Array.from({ length: Math.max(right.length, found.length) }, (_, index) =>
    entryFaults(right[index], found[index], about).map((fault) => `task ${index + 1} of ${host}: ${fault}`),
  ).flat();
  return faults.length > MOST ? [...faults.slice(0, MOST), `and ${faults.length - MOST} more`] : faults;
}

function entryFaults(right: RecordedTask | undefined, found: Entry | undefined, about: About): string[] {
  if (about.isCheck && right?.task === found?.task && FORESEEN.test(right?.module ?? '')) return [];
  if (!right) return found ? [`"${found.task}" ${found.status} is not among the tasks of Ansible`] : [];
  if (!found || right.task !== found.task || right.status !== found.status) {
    const is = found ? `"${found.task}" ${found.status}` : 'nothing';
    return [`Ansible has "${right.task}" ${right.status}, here is ${is}`];
  }
  // A dry run here shows what there would be, one of Ansible what there is.
  if (about.isBehind || about.isCheck) return [];
  const of = `"${right.task}"`;
  const ignored = right.ignored === true;
  return [
    ...(ignored === found.ignored ? [] : [`${of} is ${ignored ? '' : 'not '}ignored with Ansible`]),
    ...valueFaults(of, right, found.message),
    ...itemFaults(of, right.items ?? [], found.items),
  ];
}

/** `with_fileglob` comes in the order of the folder on disk: what is alike is compared without order. */
function itemFaults(of: string, right: readonly RecordedItem[], found: Entry['items']): string[] {
  const label = (item: unknown) => (typeof item === 'string' ? item.replace('PROJECT/', '') : undefined);
  const left = [...found];
  const faults = right.flatMap((one) => {
    const text = label(one.item);
    const at = left.findIndex(({ item }) => text === undefined || item === text || item.endsWith(text));
    if (at < 0) return [`${of} has no item ${JSON.stringify(one.item)}`];
    const [other] = left.splice(at, 1);
    const what = `item ${JSON.stringify(one.item)} of ${of}`;
    if (other?.status !== one.status) return [`${what} is ${other?.status}, not ${one.status}`];
    return valueFaults(what, one, other.message);
  });
  return [...faults, ...left.map(({ item }) => `${of} has an item ${item}, which Ansible has not`)];
}

/** The outputs of debug, and the texts of `fail` and `assert`. */
function valueFaults(
  what: string,
  { output, module, msg }: Partial<RecordedTask>,
  message: string | undefined,
): string[] {
  if (msg !== undefined && /^(fail|assert)$/.test(module ?? ''))
    return message === msg ? [] : [`${what} says ${message}, not ${msg}`];
  if (output === undefined) return [];
  const [value] = Object.values(output);
  const found = typeof value === 'string' ? message : parsed(message ?? '');
  if (isDeepStrictEqual(plain(value), plain(found))) return [];
  return [`${what} shows ${JSON.stringify(found)}, not ${JSON.stringify(value)}`];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Numbers stay numbers here, while Ansible makes texts of those that an expression counts. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return `${value}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

/** Tasks of one place that follow each other are the items of its loop. */
function entriesOf(tasks: readonly ReportedTask[]): Entry[] {
  const groups: ReportedTask[][] = [];
  for (const task of tasks) {
    const last = groups.at(-1);
    if (last?.[0] && isItemOf(last[0], task)) last.push(task);
    else groups.push([task]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const items = group.flatMap((task) => {
      const item = itemOf(task.task);
      return item === undefined ? [] : [{ item, status: wordOf(task), message: task.message }];
    });
    return [
      {
        task: first.task.replace(ITEM, ''),
        status: together(group),
        ignored: group.some(({ ignored }) => ignored === true),
        message: items.length === 0 ? first.message : undefined,
        items,
      },
    ];
  });
}

const ITEM = / \(item=([\s\S]*)\)$/;
const itemOf = (task: string) => ITEM.exec(task)?.[1];

function isItemOf(one: ReportedTask, other: ReportedTask): boolean {
  return (
    itemOf(one.task) !== undefined &&
    JSON.stringify(one.place) === JSON.stringify(other.place) &&
    one.task.replace(ITEM, '') === other.task.replace(ITEM, '') &&
    one.play === other.play
  );
}

/** As Ansible counts a loop: failed with one that failed, changed with one that changed, skipped when all are. */
function together(group: readonly ReportedTask[]): string {
  const all = group.map(wordOf);
  return ['failed', 'changed', 'ok'].find((status) => all.includes(status)) ?? 'skipped';
}

const wordOf = ({ status }: ReportedTask) => WORDS[status] ?? 'failed';

const WORDS: Readonly<Record<string, string>> = {
  ok: 'ok',
  changed: 'changed',
  'would-change': 'changed',
  skipped: 'skipped',
};

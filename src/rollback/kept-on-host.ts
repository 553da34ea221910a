import { KEPT_AT, STATE } from '../engine/kept/keep-script.ts';
import {
  type KeptHead,
  type KeptTask,
  type Left,
  RUNS,
  readHead,
  readKeptTask,
  readLeft,
} from '../engine/kept/kept-record.ts';
import { type Probe, printed } from '../plan/probe.ts';

/** What is at a path, in the words of `STATE`, before the run, as the run left it, and now. */
export interface KeptFile {
  path: string;
  /** Folders that were not there either, the innermost first, and that no task made by itself. */
  folders: readonly string[];
  before: string;
  /** Undefined where the run did not come to its end. */
  left: string | undefined;
  now: string;
}

/** What a host keeps of a run. */
export interface KeptOnHost {
  head: KeptHead;
  /** In the order in which the run came to them. */
  tasks: readonly KeptTask[];
  left: readonly Left[];
  files: readonly KeptFile[];
}

const READ = `${STATE}${KEPT_AT}
cd "$1" 2>/dev/null || exit 0
for name in head tasks left left-states; do [ ! -e $name ] || sed "s/^/$name	/" $name; done
while IFS='	' read -r path before end; do
  [ "$end" = end ] || continue
  [ "$before" != kept ] || { kept_at "$path"; state "$kept"; before=$is; }
  state "$path"; printf 'states\\t%s\\t%s\\t%s\\n' "$path" "$before" "$is"
done <states`;

/** What the host keeps of the run with this id; undefined for nothing. Only root may read it. */
export function keptOf(run: string): Probe<KeptOnHost | undefined> {
  return {
    key: `kept of run ${run}`,
    ask: { kind: 'script', script: READ, args: [`${RUNS}/${run}`] },
    volatile: true,
    parse: (answers) => parseKept(printed(answers, `read what is kept of run ${run}`)),
  };
}

export function parseKept(text: string): KeptOnHost | undefined {
  const lines = text.split('\n').map((line) => {
    const [name = '', ...words] = line.split('\t');
    return { name, rest: line.slice(name.length + 1), words };
  });
  const all = (name: string) => lines.filter((line) => line.name === name);
  const head = all('head').flatMap(({ rest }) => readHead(rest) ?? [])[0];
  if (!head) return undefined;
  const left = new Map(all('left-states').map(({ words: [path = '', is] }) => [path, is]));
  const tasks = all('tasks').flatMap(({ rest }) => readKeptTask(rest) ?? []);
  const states = firstLines(all('states').map(({ words }) => words));
  return {
    head,
    tasks,
    left: all('left').flatMap(({ rest }) => readLeft(rest) ?? []),
    files: filesIn(states, left, new Set(tasks.flatMap(({ paths }) => paths))),
  };
}

/** The paths that tasks touch; other lines are of folders that were made for them. */
function filesIn(
  states: ReadonlyMap<string, readonly string[]>,
  left: ReadonlyMap<string, string | undefined>,
  touched: ReadonlySet<string>,
): KeptFile[] {
  const isMade = (folder: string) => states.has(folder) && !touched.has(folder);
  return [...touched].flatMap((path) => {
    const [before = '', now = ''] = states.get(path) ?? [];
    if (before === '') return [];
    return [{ path, before, now, left: left.get(path), folders: foldersOf(path).filter(isMade) }];
  });
}

function foldersOf(path: string): string[] {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return folder === '' ? [] : [folder, ...foldersOf(folder)];
}

/** The first line of each path. */
function firstLines(lines: readonly string[][]): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [path = '', ...rest] of lines) if (!all.has(path)) all.set(path, rest);
  return all;
}

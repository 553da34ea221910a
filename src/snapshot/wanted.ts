import type { Asking, AskingTask } from '../engine/connection/asking-task.ts';
import { hiddenTexts } from '../hidden-texts.ts';

/** What the tasks that ask a question want there. */
export interface Wanted {
  /** Whether any of it may be seen by nobody. */
  secret: boolean;
  /** Whether what is looked for in a content is no text of it: then nobody can tell where it would be found. */
  searches: boolean;
  /** All texts of it, and their lines. */
  texts: ReadonlySet<string>;
}

export const NOTHING_WANTED: Wanted = { secret: false, searches: false, texts: new Set() };

/** What these tasks want, by the keys of what they ask. What one of them tries is its own question, too. */
export function wantedBy(tasks: Asking): (key: string) => Wanted | undefined {
  const byKey = new Map<string, AskingTask[]>();
  for (const task of tasks)
    for (const { key } of Object.values(task.definition.observe(task.desired as never))) {
      const all = byKey.get(key) ?? [];
      byKey.set(key, all);
      all.push(task);
    }
  return (key) => {
    const asking = byKey.get(key) ?? (tasks.length === 1 ? tasks : []);
    return asking.length === 0 ? undefined : joined(asking.map(wantedOf));
  };
}

/** What any of these tasks wants. */
export function allWanted(tasks: Asking): Wanted {
  return joined(tasks.map(wantedOf));
}

const known = new WeakMap<object, Wanted>();

function wantedOf(task: AskingTask): Wanted {
  const before = known.get(task);
  if (before) return before;
  const texts = new Set<string>();
  collect(task.desired, texts, new Set());
  const secret = task.noLog === true || [...texts].some((text) => hiddenTexts.conceal(text) !== text);
  const wanted = { secret, searches: searches(task.desired), texts };
  known.set(task, wanted);
  return wanted;
}

function joined(all: readonly Wanted[]): Wanted {
  const [one] = all;
  if (one && all.length === 1) return one;
  const texts = new Set(all.flatMap((each) => [...each.texts]));
  return {
    secret: all.some(({ secret }) => secret),
    searches: all.some((each) => each.searches),
    texts,
  };
}

/** `replace`, and what `lineinfile` removes: what they look for may be in lines that a snapshot does not keep. */
function searches(desired: unknown): boolean {
  if (typeof desired !== 'object' || desired === null) return false;
  const { replace, state, regexp, search_string: text } = desired as Record<string, unknown>;
  return replace !== undefined || (state === 'absent' && (regexp ?? text) !== undefined);
}

function collect(value: unknown, into: Set<string>, seen: Set<unknown>): void {
  if (typeof value === 'string') {
    into.add(value);
    for (const line of value.split('\n')) into.add(line);
    for (const word of ['BEGIN', 'END'])
      if (value.includes('{mark}')) into.add(value.replaceAll('{mark}', word));
    return;
  }
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || seen.has(value)) return;
  seen.add(value);
  const parts =
    value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  for (const part of parts) collect(part, into, seen);
}

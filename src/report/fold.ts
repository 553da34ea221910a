import { columns, printable } from './printable.ts';

/** The order of hosts for people: hv2 is before hv10. */
export function byName(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

/** Names in order, neighbours folded into the ranges of Ansible's inventories: hv01, hv02, hv03 is `hv[01:03]`. */
export function ranges(names: readonly string[]): string[] {
  const runs: Run[] = [];
  for (const name of names.toSorted(byName)) {
    const run = runs.at(-1);
    const numbered = NUMBERED.exec(name)?.groups;
    const { head = '', digits = '', tail = '' } = numbered ?? {};
    if (run && digits !== '' && digits === successor(run.last) && head === run.head && tail === run.tail) {
      run.last = digits;
      run.names.push(name);
    } else {
      runs.push({ head, first: digits, last: digits, tail, names: [name] });
    }
  }
  return runs.flatMap(({ head, first, last, tail, names: [...members] }) =>
    members.length > 2 ? [printable(`${head}[${first}:${last}]${tail}`)] : members.map(printable),
  );
}

/** `a, b, c … and 12 more`, with as many of the words as fit into `width` columns, but at least one; all where that is shorter. */
export function listed(words: readonly string[], width: number): string {
  const whole = words.join(', ');
  if (words.length < 2 || columns(whole) <= Math.max(width, columns(folded(words, 1)))) return whole;
  // From the shortest: of thousands of names few fit.
  let shown = 1;
  while (shown < words.length - 1 && columns(folded(words, shown + 1)) <= width) shown += 1;
  return folded(words, shown);
}

/** What has the same key, together; in the order they first came. */
export function collected<T>(all: readonly T[], keyOf: (one: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** `1 host`, `2 hosts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

interface Run {
  head: string;
  first: string;
  last: string;
  tail: string;
  names: string[];
}

const NUMBERED = /^(?<head>.*?)(?<digits>\d{1,9})(?<tail>\D*)$/;

/** The next number in as many digits; a range never passes from 9 to 10 without a leading zero. */
function successor(digits: string): string {
  if (digits === '') return '';
  const next = String(Number(digits) + 1);
  return digits.startsWith('0') ? next.padStart(digits.length, '0') : next;
}

function folded(words: readonly string[], shown: number): string {
  return `${words.slice(0, shown).join(', ')} … and ${words.length - shown} more`;
}

import { bounded, joined, LONGEST, repeated, tooLong } from './bounds.ts';
import { braceFormat } from './brace-format.ts';
import { patternOf } from './regex.ts';
import { isText, numberOf, plain, typeName, ValueFault } from './value.ts';

export type Method = (
  value: never,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
) => unknown;

export function text(value: unknown): string {
  if (isText(value)) return plain(value);
  throw new ValueFault(`text is needed, not ${value === undefined ? 'nothing' : typeName(value)}`);
}

export function count(value: unknown, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise;
  const number = numberOf(value);
  if (!number || !('int' in number)) throw new ValueFault(`a whole number is needed, not ${typeName(value)}`);
  return Number(number.int);
}

/** Python's `split` and `rsplit`: without a separator at white space, with empty parts left out. */
function split(value: string, separator: unknown, most: unknown, isRight = false): string[] {
  const limit = count(most ?? -1);
  const parts =
    separator === undefined || separator === null
      ? value.trim().split(/\s+/).filter(Boolean)
      : splitAt(value, text(separator));
  if (limit < 0 || parts.length <= limit + 1) return parts;
  if (separator !== undefined && separator !== null) {
    const glue = text(separator);
    return isRight
      ? [parts.slice(0, parts.length - limit).join(glue), ...parts.slice(parts.length - limit)]
      : [...parts.slice(0, limit), parts.slice(limit).join(glue)];
  }
  const starts = [...value.matchAll(/\S+/g)].map(({ index }) => index);
  if (!isRight) return [...parts.slice(0, limit), value.slice(starts[limit])];
  return [value.slice(0, starts.at(-limit)).trimEnd(), ...parts.slice(-limit)];
}

function splitAt(value: string, separator: string): string[] {
  if (separator === '') throw new ValueFault('the separator is empty');
  return value.split(separator);
}

function strip(value: string, characters: unknown, ends: 'both' | 'left' | 'right'): string {
  const isCut = (character: string) =>
    characters === undefined || characters === null
      ? /\s/.test(character)
      : text(characters).includes(character);
  const list = [...value];
  let [from, to] = [0, list.length];
  if (ends !== 'right') while (from < to && isCut(list[from] as string)) from++;
  if (ends !== 'left') while (to > from && isCut(list[to - 1] as string)) to--;
  return list.slice(from, to).join('');
}

function someAffix(affix: unknown, test: (affix: string) => boolean): boolean {
  return (Array.isArray(affix) ? affix : [affix]).some((each) => test(text(each)));
}

function replace(value: string, old: unknown, fresh: unknown, most: unknown): string {
  const limit = count(most ?? -1);
  const parts = text(old) === '' ? ['', ...value, ''] : value.split(text(old));
  const kept = limit < 0 ? parts.length : limit + 1;
  const head = joined(parts.slice(0, kept), text(fresh));
  return joined([head, ...parts.slice(kept)], text(old));
}

function padTo(value: string, width: unknown, fill: unknown, side: 'start' | 'end' | 'both'): string {
  const [size, character] = [count(width), fill === undefined ? ' ' : text(fill)];
  if (size > LONGEST) throw tooLong();
  const room = Math.max(0, size - [...value].length);
  // Python's rule for an odd rest.
  const left = side === 'end' ? 0 : side === 'start' ? room : Math.floor(room / 2) + (room & size & 1);
  return repeated(character, left) + value + repeated(character, room - left);
}

function find(value: string, part: unknown, from: unknown, isLast: boolean): number {
  const start = count(from, 0);
  const index = isLast
    ? value.lastIndexOf(text(part))
    : value.indexOf(text(part), start < 0 ? Math.max(0, start + value.length) : start);
  return index < 0 ? -1 : [...value.slice(0, index)].length;
}

const capitalize = (value: string) => value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase();

const title = (value: string) => value.replaceAll(/\p{L}+/gu, capitalize);

function partition(value: string, separator: unknown, isLast: boolean): string[] {
  const glue = text(separator);
  const at = isLast ? value.lastIndexOf(glue) : value.indexOf(glue);
  if (at < 0) return isLast ? ['', '', value] : [value, '', ''];
  return [value.slice(0, at), glue, value.slice(at + glue.length)];
}

function expandTabs(value: string, size: number): string {
  const parts = value.split('\t');
  return bounded(
    parts.reduce((line, part) => {
      const column = line.length - line.lastIndexOf('\n') - 1;
      return line + repeated(' ', size > 0 ? size - (column % size) : 0) + part;
    }),
  );
}

/** Whether the text is not empty and each of its characters is so. */
const each = (pattern: RegExp) => (value: string) => value !== '' && pattern.test(value);

export const TEXT: Readonly<Record<string, Method>> = {
  split: (value: string, [separator, most], named) =>
    split(value, separator ?? named.sep, most ?? named.maxsplit),
  rsplit: (value: string, [separator, most], named) =>
    split(value, separator ?? named.sep, most ?? named.maxsplit, true),
  splitlines: (value: string) => {
    const lines = value.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  },
  strip: (value: string, [characters]) => strip(value, characters, 'both'),
  lstrip: (value: string, [characters]) => strip(value, characters, 'left'),
  rstrip: (value: string, [characters]) => strip(value, characters, 'right'),
  trim: (value: string) => value.trim(),
  lower: (value: string) => value.toLowerCase(),
  casefold: (value: string) => value.toLowerCase(),
  lowerAscii: (value: string) => value.toLowerCase(),
  upper: (value: string) => value.toUpperCase(),
  upperAscii: (value: string) => value.toUpperCase(),
  swapcase: (value: string) =>
    [...value].map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join(''),
  title: (value: string) => title(value),
  capitalize: (value: string) => capitalize(value),
  startswith: (value: string, [affix]) => someAffix(affix, (one) => value.startsWith(one)),
  startsWith: (value: string, [affix]) => value.startsWith(text(affix)),
  endswith: (value: string, [affix]) => someAffix(affix, (one) => value.endsWith(one)),
  endsWith: (value: string, [affix]) => value.endsWith(text(affix)),
  contains: (value: string, [part]) => value.includes(text(part)),
  matches: (value: string, [pattern]) => patternOf(text(pattern)).test(value),
  removeprefix: (value: string, [prefix]) =>
    value.startsWith(text(prefix)) ? value.slice(text(prefix).length) : value,
  removesuffix: (value: string, [suffix]) =>
    text(suffix) !== '' && value.endsWith(text(suffix)) ? value.slice(0, -text(suffix).length) : value,
  replace: (value: string, [old, fresh, most]) => replace(value, old, fresh, most),
  join: (value: string, [list]) => {
    if (!Array.isArray(list)) throw new ValueFault(`join needs a list, not ${typeName(list)}`);
    return joined(list.map(text), value);
  },
  format: (value: string, args, named) => braceFormat(value, args, named),
  find: (value: string, [part, from]) => find(value, part, from, false),
  rfind: (value: string, [part, from]) => find(value, part, from, true),
  indexOf: (value: string, [part, from]) => find(value, part, from, false),
  lastIndexOf: (value: string, [part, from]) => find(value, part, from, true),
  index: (value: string, [part, from]) => {
    const index = find(value, part, from, false);
    if (index < 0) throw new ValueFault(`the text does not contain ${JSON.stringify(text(part))}`);
    return index;
  },
  count: (value: string, [part]) =>
    text(part) === '' ? value.length + 1 : value.split(text(part)).length - 1,
  substring: (value: string, [from, to]) =>
    [...value].slice(count(from), to === undefined ? undefined : count(to)).join(''),
  charAt: (value: string, [index]) => [...value][count(index)] ?? '',
  size: (value: string) => [...value].length,
  partition: (value: string, [separator]) => partition(value, separator, false),
  rpartition: (value: string, [separator]) => partition(value, separator, true),
  zfill: (value: string, [width]) => {
    const [, sign = '', rest = ''] = /^([+-]?)([\s\S]*)$/.exec(value) ?? [];
    return sign + padTo(rest, Math.max(0, count(width) - sign.length), '0', 'start');
  },
  ljust: (value: string, [width, fill]) => padTo(value, width, fill, 'end'),
  rjust: (value: string, [width, fill]) => padTo(value, width, fill, 'start'),
  center: (value: string, [width, fill]) => padTo(value, width, fill, 'both'),
  expandtabs: (value: string, [size]) => expandTabs(value, count(size, 8)),
  isdigit: each(/^\p{Nd}+$/u),
  isdecimal: each(/^\p{Nd}+$/u),
  isnumeric: each(/^\p{N}+$/u),
  isalpha: each(/^\p{L}+$/u),
  isalnum: each(/^[\p{L}\p{N}]+$/u),
  isspace: each(/^\s+$/),
  islower: (value: string) => /\p{Ll}/u.test(value) && !/\p{Lu}/u.test(value),
  isupper: (value: string) => /\p{Lu}/u.test(value) && !/\p{Ll}/u.test(value),
  istitle: (value: string) => /\p{L}/u.test(value) && title(value) === value,
};

export const changes =
  (advice: string): Method =>
  () => {
    throw new ValueFault('a value never changes', advice);
  };

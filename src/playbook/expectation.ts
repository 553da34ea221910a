import type * as z from 'zod';
import type { Place } from '../problem.ts';
import type { Path } from '../template/data.ts';
import { didYouMean } from '../template/suggest.ts';
import { entry, sortOf } from '../template/values.ts';

/** What a value should be and is. */
export interface Expectation {
  /** Goes on from the value's name: `is a list; expected text`. */
  wanted: string;
  hint?: string;
  /** The path to the part of the value that is meant. */
  below: Path;
}

type Issue = z.core.$ZodIssue;

/** What an issue of zod says of `found`, in words for the author of a playbook. */
export function expectation(issue: Issue, found: unknown, placeOf: (below: Path) => Place): Expectation {
  if (isOwn(issue)) return { wanted: `is ${show(found)}; ${sentence(issue.message)}`, below: [] };
  switch (issue.code) {
    case 'invalid_type':
      return mismatch([issue.expected], found, placeOf([]));
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const wanted = `is ${show(found)}; it can be ${allowed.join(', ')}`;
      return { wanted, ...(typeof found === 'string' && didYouMean(found, allowed)), below: [] };
    }
    case 'invalid_union':
      return union(issue, found, placeOf);
    case 'too_small':
      return outside(`at least ${issue.minimum}`, found);
    case 'too_big':
      return outside(`at most ${issue.maximum}`, found);
    default:
      return { wanted: `is ${show(found)}; ${sentence(issue.message)}`, below: [] };
  }
}

/** The option that the author most likely meant is the one with the fewest complaints, its type aside. */
function union(
  issue: z.core.$ZodIssueInvalidUnion,
  found: unknown,
  placeOf: (below: Path) => Place,
): Expectation {
  const options = issue.errors.map((errors) => ({ errors, types: typesExpected(errors) }));
  const [closest] = options
    .filter(({ types }) => !types)
    .toSorted((a, b) => a.errors.length - b.errors.length);
  const first = closest?.errors[0];
  if (!first) {
    const expected = options.flatMap(({ types }) => types ?? []);
    return expected.length > 0
      ? mismatch(expected, found, placeOf([]))
      : { wanted: `is ${show(found)}`, below: [] };
  }
  const path = first.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (first.code === 'unrecognized_keys') {
    return { wanted: `has no ${first.keys.join(', ')}`, below: [...path, first.keys[0] ?? ''] };
  }
  const within = path.reduce<unknown>((value, step) => entry(value, String(step)), found);
  const { below, ...rest } = expectation(first, within, (further) => placeOf([...path, ...further]));
  return { ...rest, below: [...path, ...below] };
}

/** The types of an option that the value, as a whole, is not of; undefined when something within it is wrong. */
function typesExpected([first, ...others]: readonly Issue[]): string[] | undefined {
  if (!first || first.path.length > 0 || others.length > 0) return undefined;
  if (first.code === 'invalid_type') return [first.expected];
  if (first.code !== 'invalid_union') return undefined;
  const types = first.errors.map(typesExpected);
  return types.every((one) => one !== undefined) ? types.flat() : undefined;
}

function outside(wanted: string, found: unknown): Expectation {
  const length = typeof found === 'string' ? ' characters' : typeof found === 'object' ? ' entries' : '';
  return { wanted: `is ${show(found)}; expected ${wanted}${length}`, below: [] };
}

/** Whether the schema has a message of its own, which says more than zod's. */
function isOwn({ message }: Issue): boolean {
  return !/^(Invalid|Too small|Too big|Unrecognized)\b/.test(message);
}

function mismatch(expected: readonly string[], found: unknown, place: Place): Expectation {
  const hint = advice(expected, found, place);
  const words = [...new Set(expected.map((type) => TYPES[type] ?? type))].join(' or ');
  return { wanted: `is ${sortOf(found)}; expected ${words}`, ...(hint && { hint }), below: [] };
}

function advice(expected: readonly string[], found: unknown, { source, line, column, length }: Place) {
  const raw = (source?.split('\n')[line - 1] ?? '').slice(column - 1, column - 1 + (length ?? 1));
  if (expected.includes('string') && (typeof found === 'number' || typeof found === 'boolean')) {
    const quoted = raw === '' || raw.includes('{') ? 'text' : `"${raw}"`;
    return /^0\d/.test(raw)
      ? `YAML reads this as the number ${found}; put it in quotes: ${quoted}.`
      : `Put it in quotes: ${quoted}.`;
  }
  if (expected.includes('boolean') && typeof found === 'string' && /^(yes|no|on|off)$/i.test(found))
    return `Write ${/^(yes|on)$/i.test(found)}.`;
  if (expected.includes('object') && typeof found === 'string' && /^\w+=/.test(found))
    return 'Write the arguments as a map: `name: value`, one a line.';
  return undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** Modules give their formats a noun (`a MAC address`), zod has sentences of its own. */
function sentence(message: string): string {
  const text = message.replace(/\.$/, '');
  return /^[a-z]/.test(text) ? `expected ${text}` : text.charAt(0).toLowerCase() + text.slice(1);
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return sortOf(value);
  const text = typeof value === 'string' ? `\`${value}\`` : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

import type * as z from 'zod';
import { hiddenTexts } from '../../hidden-texts.ts';
import type { Path } from '../../template/interpolation/data.ts';
import { entry, isMap, sortOf } from '../../template/values.ts';
import { adviceFor } from './advice.ts';
import { isOfZod, isPredicate, nounIn, nounsOf } from './allowed.ts';
import { isSecret, schemasAt } from './schema-shape.ts';
import { writtenPath } from './written-path.ts';

/** What a value should be and is. */
export interface Expectation {
  /** Goes on from the value's name: `is a list; expected text`. */
  desired: string;
  hint?: string;
  /** The path to the part of the value that is meant. */
  below: Path;
}

type Issue = z.core.$ZodIssue;
type Schemas = readonly z.core.$ZodType[];

/**
 * What an issue of zod says of `found`, in words for the author of a playbook. `schemas` are those of the place, and
 * `textAt` is the text of the file at a path below it.
 */
export function expectation(
  issue: Issue,
  found: unknown,
  schemas: Schemas,
  textAt: (below: Path) => string,
): Expectation {
  const within = issue.code === 'invalid_union' && isOfZod(issue.message) ? closest(issue) : undefined;
  if (within) return union(within, found, schemas, textAt);
  return { desired: sentence(issue, found, schemas), ...adviceFor(schemas, found, textAt([])), below: [] };
}

/** Of the options of a union the author most likely meant that with the fewest complaints, its type aside. */
function closest(issue: z.core.$ZodIssueInvalidUnion): Issue | undefined {
  const [first] = issue.errors
    .filter((errors) => errors.some(({ path }) => path.length > 0) || !errors.every(isOfType))
    .toSorted((a, b) => a.length - b.length);
  return first?.[0];
}

function isOfType(issue: Issue): boolean {
  return (
    issue.code === 'invalid_type' ||
    issue.code === 'invalid_value' ||
    (issue.code === 'invalid_union' && !closest(issue))
  );
}

function union(issue: Issue, found: unknown, schemas: Schemas, textAt: (below: Path) => string): Expectation {
  const path = writtenPath(found, issue.path);
  if (issue.code === 'unrecognized_keys')
    return { desired: `has no ${issue.keys.join(', ')}`, below: [...path, issue.keys[0] ?? ''] };
  const value = path.reduce<unknown>((at, step) => entry(at, String(step)), found);
  const inner = schemas.flatMap((one) => schemasAt(one, path));
  const { below, ...rest } = expectation(issue, value, inner, (further) => textAt([...path, ...further]));
  return { ...rest, below: [...path, ...below] };
}

function sentence(issue: Issue, found: unknown, schemas: Schemas): string {
  const { message } = issue;
  const noun = nounIn(message);
  if (isPredicate(message)) return message;
  // What a check misses in a list or map of the right type.
  if (noun !== undefined && CHECKS.has(issue.code) && isStructure(found)) return `needs ${noun}`;
  return `is ${show(found, schemas)}; expected ${noun ?? size(issue, found) ?? nounsOf(schemas)}`;
}

const CHECKS: ReadonlySet<string> = new Set(['custom', 'too_small', 'too_big']);

function isStructure(value: unknown): boolean {
  return Array.isArray(value) || isMap(value);
}

/** How long a text or list must be. */
function size(issue: Issue, found: unknown): string | undefined {
  if (typeof found !== 'string' && !Array.isArray(found)) return undefined;
  const [one, many] = typeof found === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  if (issue.code === 'too_small')
    return `at least ${issue.minimum} ${Number(issue.minimum) === 1 ? one : many}`;
  return issue.code === 'too_big' ? `at most ${issue.maximum} ${many}` : undefined;
}

/** Characters of a long value that are shown. */
export const SHOWN = 56;

function show(value: unknown, schemas: Schemas): string {
  if (value === '') return 'empty';
  if ((typeof value === 'object' && value !== null) || schemas.some(isSecret)) return sortOf(value);
  const text = hiddenTexts.conceal(typeof value === 'string' ? `\`${value}\`` : String(value));
  return text.length > SHOWN + 4 ? `${text.slice(0, SHOWN + 1)}…` : text;
}

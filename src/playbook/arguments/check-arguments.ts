import type * as z from 'zod';
import { type Problem, ProblemError } from '../../problem.ts';
import type { Path } from '../../template/interpolation/data.ts';
import { entry } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';
import { expectation } from './expectation.ts';
import { descriptionOf, schemasAt, shapeAt } from './schema-shape.ts';
import { inTermsOf } from './spelling.ts';
import { adviceForKey } from './unknown-key.ts';
import { writtenPath } from './written-path.ts';

/** The most names that a message lists. */
const MOST_NAMES = 40;

/** What is checked, in the words of messages. */
export interface Subject {
  /** As in `NAME has no key x`. */
  name: string;
  /** What it consists of; it ends up in the problems' codes. */
  sort: 'key' | 'argument';
  /** Advice for a key that is not known at a path, stronger than a similar name. */
  advice?(key: string, path: Path): string | undefined;
  /** Further names of keys at its top, for advice. */
  others?: readonly string[];
}

/** A value after its schema. Throws ProblemError with everything that the schema does not accept. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: Part,
  subject: Subject,
): z.output<S> {
  const { success, data } = schema.safeParse(value);
  if (success) return data;
  const spelled = spelledOut(schema, value, part);
  const again = schema.safeParse(spelled);
  if (again.success) return again.data;
  throw new ProblemError(problemsOf(again.error.issues, schema, spelled, part, subject));
}

/** A value that stands at `part` in the terms of its schema. */
export function spelledOut(schema: z.ZodType, value: unknown, part: Part): unknown {
  return inTermsOf(schema, value, (path) => part.textOf(path));
}

/** What the issues mean for the author of `part`; `value` is what was checked. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  part: Part,
  subject: Subject,
): Problem[] {
  return issues.flatMap((issue) => {
    const path = writtenPath(value, issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(key, path, schema, part, subject));
    const found = valueAt(value, path);
    if (found === undefined && path.length > 0) return [missing(path, schema, part, subject)];
    const { desired, hint, below } = expectation(issue, found, schemasAt(schema, path), (within) =>
      part.textOf([...path, ...within]),
    );
    const name = [...path, ...below];
    return [
      {
        code: `invalid-${subject.sort}`,
        summary: subject.sort === 'key' ? 'A key has a value it cannot have' : 'An argument cannot be used',
        detail: `${name.length > 0 ? `\`${name.join('.')}\`` : `\`${subject.name}\``} ${desired}.`,
        place: part.placeOf(name),
        ...(hint && { hint }),
      },
    ];
  });
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((within, step) => entry(within, String(step)), value);
}

function unknownKey(key: string, path: Path, schema: z.ZodType, part: Part, subject: Subject): Problem {
  const known = Object.keys(shapeAt(schema, path));
  const owner = path.length > 0 ? path.join('.') : subject.name;
  const below = path.filter((one) => Number.isNaN(Number(one))).join('.');
  const list = `virtfleet modules ${subject.name}${below && ` ${below}`}`;
  const has =
    subject.sort === 'argument' && known.length > MOST_NAMES
      ? `${known.length} others, which ${list} lists`
      : known.join(', ') || 'none';
  const strong = subject.advice?.(key, path);
  const advice = strong
    ? { hint: strong }
    : adviceForKey(key, schema, path, { top: subject.name, others: subject.others ?? [] });
  return {
    code: `unknown-${subject.sort}`,
    summary: subject.sort === 'key' ? 'A key is not known' : 'A module has no such argument',
    detail: `\`${owner}\` has no ${subject.sort} \`${key}\`; it has ${has}.`,
    place: part.placeOfKey([...path, key]),
    ...advice,
  };
}

function missing(path: Path, schema: z.ZodType, part: Part, subject: Subject): Problem {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const description = descriptionOf(shapeAt(schema, parent)[key]);
  return {
    code: `missing-${subject.sort}`,
    summary: subject.sort === 'key' ? 'A key is missing' : 'An argument is missing',
    detail: `\`${parent.length > 0 ? parent.join('.') : subject.name}\` needs \`${key}\`.`,
    place: part.placeOfKey(parent),
    ...(description && { hint: `${key}: ${description}.` }),
  };
}

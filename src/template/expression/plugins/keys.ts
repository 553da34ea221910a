import { isMap } from '../../values.ts';
import { listOf, mapOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { truthOf } from '../values/operators.ts';
import { patternOf } from '../values/regex.ts';
import { strOf } from '../values/text.ts';
import { typeName, ValueFault } from '../values/value.ts';

type Meets = (key: string, target: string) => boolean;

/** How keys are compared with those that are named. */
const MATCHING: Readonly<Record<string, Meets>> = {
  equality: (key, target) => key === target,
  starts_with: (key, target) => key.startsWith(target),
  ends_with: (key, target) => key.endsWith(target),
  regex: (key, target) => patternOf(`^(?:${target})`).test(key),
};

function meetsOf(matching: unknown): Meets {
  const name = strOf(matching ?? 'equality');
  const meets = Object.hasOwn(MATCHING, name) ? MATCHING[name] : undefined;
  if (meets) return meets;
  throw new ValueFault(`keys are not compared by ${name}`, `There are ${Object.keys(MATCHING).join(', ')}.`);
}

function nested(value: unknown): unknown {
  if (isMap(value) || Array.isArray(value)) return value;
  throw new ValueFault(`a list or a map is needed, not ${typeName(value)}`);
}

const isEmpty = (value: unknown) =>
  (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0);

/** Keys that hold a list or a map stay for what is kept in it. */
function kept(value: unknown, isKept: (key: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => kept(each, isKept));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (!isMap(inner) && !Array.isArray(inner)) return isKept(key) ? [[key, inner]] : [];
    const found = kept(inner, isKept);
    const left = Array.isArray(found) ? found.filter((each) => !isEmpty(each)) : found;
    const isOfTexts = Array.isArray(left) && left.every((each) => typeof each === 'string');
    return isOfTexts || isEmpty(left) ? [] : [[key, left]];
  });
  return Object.fromEntries(entries);
}

/** What a list loses is not left in it. */
function removed(value: unknown, isRemoved: (key: string) => boolean): unknown {
  if (Array.isArray(value))
    return value.map((each) => removed(each, isRemoved)).filter((each) => truthOf(each));
  if (!isMap(value)) return value;
  const left = Object.entries(value).filter(([key]) => !isRemoved(key));
  return Object.fromEntries(left.map(([key, inner]) => [key, removed(inner, isRemoved)]));
}

interface Renaming {
  before: string;
  after: string;
}

/** A key that is renamed goes to the end, as in Python's `dict`. */
function renamed(value: unknown, renamings: readonly Renaming[], meets: Meets): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, renamings, meets));
  if (!isMap(value)) return value;
  const entries = new Map(Object.entries(value));
  for (const { before, after } of renamings)
    for (const key of [...entries.keys()].filter((name) => meets(name, before))) {
      const inner = entries.get(key);
      entries.delete(key);
      entries.set(after, inner);
    }
  return Object.fromEntries([...entries].map(([key, inner]) => [key, renamed(inner, renamings, meets)]));
}

/** Filters of ansible.utils that go through all keys. Source: its plug-ins of Ansible 7. */
export const KEYS = {
  keep_keys: operation('target matching_parameter', (value: unknown, [target, matching]) => {
    const [meets, names] = [meetsOf(matching), listOf(target).map(strOf)];
    return kept(nested(value), (key) => names.some((name) => meets(key, name)));
  }),
  remove_keys: operation('target matching_parameter', (value: unknown, [target, matching]) => {
    const [meets, names] = [meetsOf(matching), listOf(target).map(strOf)];
    return removed(nested(value), (key) => names.some((name) => meets(key, name)));
  }),
  replace_keys: operation('target matching_parameter', (value: unknown, [target, matching]) => {
    const renamings = listOf(target)
      .map(mapOf)
      .map(({ before, after }) => ({ before: strOf(before), after: strOf(after) }));
    return renamed(nested(value), renamings, meetsOf(matching));
  }),
};

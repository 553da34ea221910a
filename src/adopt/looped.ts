import { collected } from '../report/fold.ts';
import { definitionOf } from './definition.ts';
import { Names } from './names.ts';
import type { AdoptedTask } from './play.ts';
import { Expression, isValues, keyOf, type Value, type Values } from './value.ts';

/** So many networks that are equal but for values are one task. */
const LEAST = 3;

/** So much may differ from item to item, that the items read as a table. */
const MOST_COLUMNS = 4;

/**
 * The tasks of a play with those that are equal but for a few values as one task for a table of these. Tasks whose
 * values differ from host to host stay by themselves.
 */
export function looped(tasks: readonly AdoptedTask[]): AdoptedTask[] {
  return collected(tasks, ({ module, args, name }) =>
    hasExpressions(args) ? name : JSON.stringify([module, skeleton(args)]),
  ).flatMap((same) => (same.length < LEAST ? same : (asLoop(same) ?? same)));
}

function asLoop(same: readonly [AdoptedTask, ...AdoptedTask[]]): AdoptedTask | undefined {
  const [{ module }] = same;
  const byName = new Map(same.map(({ args }) => [String(args.name), args]));
  const { args, variables } = definitionOf('item', byName, new ItemNames());
  if (variables.length > MOST_COLUMNS) return undefined;
  const items = [...byName.keys()].map((name): Values => {
    const columns = variables.map(
      (one) => [one.name.replace('item.', ''), one.values.get(name) ?? ''] as const,
    );
    return Object.fromEntries(
      columns.toSorted(([one], [other]) => Number(other === 'name') - Number(one === 'name')),
    );
  });
  const [first, ...others] = byName.keys();
  const names = others.length > 2 ? `${first} to ${others.at(-1)}` : [first, ...others].join(', ');
  return { name: `Networks ${names}`, module, args, loop: items };
}

/** Names of the columns of a table: `item.subnet`. */
class ItemNames extends Names {
  override of(words: string): string {
    return `item.${super.of(words.replace(/^item_/, ''))}`;
  }
}

/** Which keys a value has, and of which kind what they lead to is. */
function skeleton(value: Value): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value.map(skeleton) : keyOf(value);
  if (!isValues(value)) return typeof value;
  return Object.entries(value).map(([key, each]) => [key, skeleton(each)]);
}

function hasExpressions(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hasExpressions);
  if (isValues(value)) return Object.values(value).some(hasExpressions);
  return value instanceof Expression;
}

import type { Node } from './syntax/syntax.ts';
import { truthOf } from './values/operators.ts';
import { isText, typeName, ValueFault } from './values/value.ts';

/** Evaluates an expression with the name that a macro binds. */
type Run = (expression: Node, item: unknown) => unknown;

/** `list.map(item, …)` and the others of CEL that bind a name. Throws ValueFault. */
export function runMacro(name: string, value: unknown, args: readonly Node[], run: Run): unknown {
  const [first, second] = args;
  if (!first) throw new ValueFault(`\`${name}\` needs an expression`);
  if (name === 'bind') return run(first, value);
  const entries = entriesOf(name, value);
  const isTrue = (item: unknown) => truthOf(run(first, item));
  switch (name) {
    case 'all':
      return entries.every(isTrue);
    case 'exists':
      return entries.some(isTrue);
    case 'exists_one':
      return entries.filter(isTrue).length === 1;
    case 'filter':
      return entries.filter(isTrue);
    default:
      return second
        ? entries.filter(isTrue).map((item) => run(second, item))
        : entries.map((item) => run(first, item));
  }
}

function entriesOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && !isText(value)) return Object.keys(value);
  throw new ValueFault(`\`${name}\` goes through a list or the keys of a map, not ${typeName(value)}`);
}

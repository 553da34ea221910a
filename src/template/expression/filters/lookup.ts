import { LOOKUPS_NAME, Lookups } from '../lookups.ts';
import type { Arguments, Machine } from '../machine.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { absent, isText, Undefined, ValueFault } from '../values/value.ts';
import { openOperation } from './operation.ts';

/** `lookup('name', terms…)`, and `query` or `q`, which always give a list. */
export const LOOKUP = {
  lookup: openOperation('terms * wantlist errors', (name, args, machine) => {
    const found = find(strOf(name), args, machine);
    return truthOf(args.named.wantlist ?? false) ? found : joined(found);
  }),
  query: openOperation('terms *', (name, args, machine) => find(strOf(name), args, machine)),
  q: openOperation('terms *', (name, args, machine) => find(strOf(name), args, machine)),
};

function find(name: string, { list, named }: Arguments, machine: Machine): readonly unknown[] {
  for (const term of list) if (term instanceof Undefined) throw absent(term);
  const lookups = machine.variable(LOOKUPS_NAME);
  const short = name.replace(/^ansible\.builtin\./, '');
  if (short === 'vars') return list.flat().map((one) => variable(strOf(one), named, machine));
  if (!(lookups instanceof Lookups))
    throw new ValueFault('lookups are for tasks', 'Write the value itself, or the lookup in a task.');
  try {
    return lookups.list(short, list, named, machine.answered ?? true);
  } catch (error) {
    const isIgnored =
      error instanceof ValueFault && ['ignore', 'warn'].includes(strOf(named.errors ?? 'strict'));
    if (!isIgnored) throw error;
    return [''];
  }
}

function variable(name: string, named: Arguments['named'], { variable: read, known }: Machine): unknown {
  const lookups = read(LOOKUPS_NAME);
  const value = read(name) ?? (lookups instanceof Lookups ? lookups.variable(name) : undefined);
  if (value !== undefined) return value;
  if (Object.hasOwn(named, 'default')) return named.default;
  throw absent(new Undefined(`there is no variable \`${name}\``, { kind: 'variable', name, known }));
}

/** Texts with commas between them; of one value the value itself. */
function joined(found: readonly unknown[]): unknown {
  if (found.length > 0 && found.every(isText)) return found.map(strOf).join(',');
  return found.length === 1 ? found[0] : found;
}

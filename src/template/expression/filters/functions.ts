import { OMIT } from '../../omit.ts';
import { isMap } from '../../values.ts';
import type { Operation } from '../machine.ts';
import { boundedList, LONGEST, tooLong } from '../values/bounds.ts';
import { strOf } from '../values/text.ts';
import { absent, isText, numberOf, Undefined, ValueFault } from '../values/value.ts';
import { countOf, listOf } from './arguments.ts';
import { openOperation, operation } from './operation.ts';
import { NOW } from './times.ts';

const lenient = { takesUndefined: true } as const;
const isThere = (value: unknown) => !(value instanceof Undefined) && value !== OMIT;

/** Functions that mean something else than the filter of their name, or have none. */
export const FUNCTIONS: Readonly<Record<string, Operation>> = {
  defined: operation('', isThere, lenient),
  has: operation('', isThere, lenient),
  /** Unlike Jinja's filter it also replaces null. */
  default: operation('other', (value: unknown, [other]) => (isThere(value) ? (value ?? other) : other), {
    ...lenient,
    choosesArgument: true,
  }),
  range: openOperation('start stop step', (value, { list }) => range(value, list)),
  dict: openOperation('', (pairs, { named }) => {
    if (pairs === undefined) return named;
    const entries = isMap(pairs) ? Object.entries(pairs) : listOf(pairs).map(pairOf);
    return { ...Object.fromEntries(entries), ...named };
  }),
  size: operation('', (value: unknown) => listOf(value).length),
  double: operation('', (value: unknown) => numberIn(value, 'a number')),
  type: operation('', typeOf),
  now: NOW,
  undef: openOperation(
    'hint',
    (value, { named }) => new Undefined(strOf(value ?? named.hint ?? 'it is undefined')),
  ),
};

/** Python's: `range(3)`, `range(1, 4)`, `range(6, 0, -2)`. */
function range(first: unknown, [second, third]: readonly unknown[]): number[] {
  const [start, stop] = second === undefined ? [0, countOf(first)] : [countOf(first), countOf(second)];
  const step = countOf(third, 1);
  if (step === 0) throw new ValueFault('the step of range is not zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > LONGEST) throw tooLong();
  return boundedList(Array.from({ length }, (_, index) => start + index * step));
}

function pairOf(pair: unknown): [string, unknown] {
  const [key, value] = listOf(pair);
  return [strOf(key), value];
}

function numberIn(value: unknown, what: string): number {
  const number = Number(isText(value) ? strOf(value) : numberOf(value) && value);
  if (Number.isNaN(number)) throw new ValueFault(`${what} is needed`);
  return number;
}

/** CEL's names of types. */
function typeOf(value: unknown): string {
  if (value instanceof Undefined) throw absent(value);
  if (value === null) return 'null_type';
  if (isText(value)) return 'string';
  if (typeof value === 'boolean') return 'bool';
  const number = numberOf(value);
  if (number) return 'int' in number ? 'int' : 'double';
  return Array.isArray(value) ? 'list' : 'map';
}

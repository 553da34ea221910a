import { isMap } from '../../values.ts';
import type { BinaryOperator, Comparison } from '../syntax/syntax.ts';
import { bounded, boundedList, LONGEST, repeated, tooLong } from './bounds.ts';
import { format } from './percent-format.ts';
import { Temporal } from './temporal.ts';
import { strOf } from './text.ts';
import {
  float,
  isText,
  type Numeric,
  numberOf,
  plain,
  typeName,
  Undefined,
  ValueFault,
  whole,
} from './value.ts';

/** Python's truth: empty text, lists and maps, zero, null and what is undefined are false. */
export function truthOf(value: unknown): boolean {
  if (value === null || value === undefined || value instanceof Undefined) return false;
  if (isText(value)) return plain(value) !== '';
  const number = numberOf(value);
  if (number) return 'int' in number ? Number(number.int) !== 0 : number.float !== 0;
  if (value instanceof Temporal) return value.isTrue;
  if (Array.isArray(value)) return value.length > 0;
  return !isMap(value) || Object.keys(value).length > 0;
}

/** Values that are compared inside two others. */
const MOST_COMPARED = 2_000_000;

/** Python's `==`: 1 is 1.0 and True; what is undefined equals only what is undefined. Throws ValueFault. */
export function equal(left: unknown, right: unknown): boolean {
  let compared = 0;
  return same(left, right, () => {
    if (++compared > MOST_COMPARED) throw new ValueFault('the values are too large to be compared');
  });
}

function same(left: unknown, right: unknown, count: () => void): boolean {
  count();
  if (left === right) return true;
  if (isText(left)) return isText(right) && plain(left) === plain(right);
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one && other) return compareNumbers(one, other) === 0;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((value, index) => same(value, right[index], count))
    );
  if (left instanceof Undefined) return right instanceof Undefined;
  if (left instanceof Temporal) return left.type === typeName(right) && left.order(right) === 0;
  if (!isMap(left) || !isMap(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key], count))
  );
}

/** Less than 0, 0 or more, for numbers, texts and lists; other pairs have no order. Throws ValueFault. */
export function compare(left: unknown, right: unknown): number {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one && other) return compareNumbers(one, other);
  if (isText(left) && isText(right)) return compareTexts(plain(left), plain(right));
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [index, value] of left.entries()) {
      if (index >= right.length) return 1;
      if (!equal(value, right[index])) return compare(value, right[index]);
    }
    return left.length - right.length;
  }
  const order = left instanceof Temporal ? left.order(right) : undefined;
  if (order !== undefined) return order;
  throw new ValueFault(
    `${typeName(left)} and ${typeName(right)} cannot be put in order`,
    'Turn both into the same type, with | int or | string.',
  );
}

/** By code points, as Python compares. */
export function compareTexts(left: string, right: string): number {
  const [one, other] = [left[Symbol.iterator](), right[Symbol.iterator]()];
  for (;;) {
    const [a, b] = [one.next(), other.next()];
    if (a.done || b.done) return Number(!a.done) - Number(!b.done);
    if (a.value !== b.value) return (a.value.codePointAt(0) ?? 0) - (b.value.codePointAt(0) ?? 0);
  }
}

function compareNumbers(left: Numeric, right: Numeric): number {
  const [one, other] = [left, right].map((each) => ('int' in each ? each.int : each.float));
  if (one === undefined || other === undefined) return 0;
  if (one < other) return -1;
  if (one > other) return 1;
  return Number.isNaN(Number(one)) || Number.isNaN(Number(other)) ? Number.NaN : 0;
}

/** Whether a comparison holds. Throws ValueFault. */
export function holds(operator: Comparison, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
    case '<':
      return compare(left, right) < 0;
    case '<=':
      return compare(left, right) <= 0;
    case '>':
      return compare(left, right) > 0;
    case '>=':
      return compare(left, right) >= 0;
  }
}

/** Python's `in`: a text within a text, an entry of a list, a key of a map. Throws ValueFault. */
export function contains(container: unknown, value: unknown): boolean {
  if (isText(container)) {
    if (!isText(value)) throw new ValueFault(`text contains text, not ${typeName(value)}`);
    return plain(container).includes(plain(value));
  }
  if (Array.isArray(container)) return container.some((entry) => equal(entry, value));
  if (isMap(container)) return isText(value) && Object.hasOwn(container, plain(value));
  throw new ValueFault(`nothing is in a value of type ${typeName(container)}`);
}

/** The result of an operator on two values. Throws ValueFault. */
export function combine(operator: BinaryOperator, left: unknown, right: unknown): unknown {
  if (operator === '~') return bounded(strOf(left) + strOf(right));
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one && other) return arithmetic(operator, one, other);
  const [of, by] = operator === '*' && one ? [right, left] : [left, right];
  const found = of instanceof Temporal ? of.combined(operator, by) : undefined;
  if (found !== undefined) return found;
  if (operator === '+') {
    if (isText(left) && isText(right)) return bounded(plain(left) + plain(right));
    if (Array.isArray(left) && Array.isArray(right)) return boundedList([...left, ...right]);
  }
  if (operator === '*') {
    const [times, thing] = one ? [one, right] : [other, left];
    if (times && 'int' in times) return repeat(thing, Number(times.int));
  }
  if (operator === '%' && isText(left)) return format(plain(left), right);
  throw new ValueFault(
    `${typeName(left)} ${operator} ${typeName(right)} has no meaning`,
    operator === '+'
      ? 'Join text and numbers with ~, or turn the number into text first: string(number).'
      : undefined,
  );
}

function arithmetic(operator: BinaryOperator, left: Numeric, right: Numeric): unknown {
  if ('int' in left && 'int' in right && operator !== '/') {
    const isNegativePower = operator === '**' && right.int < 0;
    if (!isNegativePower) return whole(integers(operator, BigInt(left.int), BigInt(right.int)));
  }
  const [a, b] = [left, right].map((each) => Number('int' in each ? each.int : each.float)) as [
    number,
    number,
  ];
  if (b === 0 && ['/', '//', '%'].includes(operator)) throw new ValueFault('division by zero');
  return float(floats(operator, a, b));
}

function integers(operator: BinaryOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      if (bitsOf(left) + bitsOf(right) > MOST_BITS) throw new ValueFault('the number is too large');
      return left * right;
    case '**':
      if (right * BigInt(left.toString(2).length) > 4096n) throw new ValueFault('the number is too large');
      return left ** right;
    default: {
      if (right === 0n) throw new ValueFault('division by zero');
      // Python rounds down, BigInt towards zero.
      const rest = ((left % right) + right) % right;
      return operator === '%' ? rest : (left - rest) / right;
    }
  }
}

/** Numbers with more take longer to multiply than a person waits. */
const MOST_BITS = 100_000;

const bitsOf = (value: bigint) => value.toString(16).length * 4;

function floats(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor(left / right);
    case '**':
      return left ** right;
    default:
      return ((left % right) + right) % right;
  }
}

function repeat(thing: unknown, times: number): unknown {
  const count = Math.max(0, times);
  if (isText(thing)) return repeated(plain(thing), count);
  if (Array.isArray(thing)) {
    if (thing.length * count > LONGEST) throw tooLong();
    return Array.from({ length: count }, () => thing).flat();
  }
  throw new ValueFault(`a value of type ${typeName(thing)} cannot be repeated`);
}

/** The value with its sign turned, for `-x`. Throws ValueFault. */
export function negated(value: unknown): unknown {
  const number = numberOf(value);
  if (!number) throw new ValueFault(`a value of type ${typeName(value)} has no sign`);
  return 'int' in number
    ? whole(typeof number.int === 'bigint' ? -number.int : 0 - number.int)
    : float(-number.float);
}

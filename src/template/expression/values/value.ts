import type { Span } from '../../fault.ts';
import { entriesOf, lazyReader } from '../../lazy-map.ts';
import { mapOf, OMIT, withoutOmitted } from '../../omit.ts';
import { isMap } from '../../values.ts';
import { Temporal } from './temporal.ts';

/**
 * The values of expressions are plain data, as they stand in YAML: no copy is made of them. Beside them there are
 * a whole number of Python's `float` (`10 / 5` is 2.0), numbers beyond 2^53 (bigint), and what is undefined.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** What a name or a key that is not there stands for: an error as soon as its value is needed. */
export class Undefined {
  /** What is missing: `there is no variable a`. */
  readonly why: string;
  /**
   * Whether a name or the key of a map is missing, or something else, such as the entry of a list. `nothing` is what an
   * `if` without `else` leaves.
   */
  readonly kind: 'variable' | 'key' | 'other' | 'nothing';
  /** The variable or the key. */
  readonly name: string;
  readonly span: Span | undefined;
  /** What may be meant, for a hint. */
  readonly known: Iterable<string>;

  constructor(why: string, about: Partial<Pick<Undefined, 'kind' | 'name' | 'span' | 'known'>> = {}) {
    this.why = why;
    this.kind = about.kind ?? 'other';
    this.name = about.name ?? '';
    this.span = about.span;
    this.known = about.known ?? [];
  }
}

/**
 * What vouches for a text: `author` is `| safe`, for every kind of file; `template` is what a macro or a block wrote,
 * each value of which was checked; `markup` (such as `| e`), `lines` (such as `| comment`) and `data` (such as
 * `| to_yaml`) know one kind of file.
 */
export type Voucher = 'author' | 'template' | 'markup' | 'lines' | 'data';

/** A text that can be written as it is, into the kinds of file that its voucher knows. */
export class Safe {
  readonly text: string;
  readonly voucher: Voucher;

  constructor(text: string, voucher: Voucher) {
    this.text = text;
    this.voucher = voucher;
  }
}

/** A reason why an operation has no result, for the message. */
export class ValueFault extends Error {
  readonly hint: string | undefined;
  /** Set when the reason is that something is not defined. */
  readonly missing: Undefined | undefined;

  constructor(message: string, hint?: string, missing?: Undefined) {
    super(message);
    this.hint = hint;
    this.missing = missing;
  }
}

/** For an operation that needs what is undefined. */
export function absent(missing: Undefined): ValueFault {
  return new ValueFault(missing.why, undefined, missing);
}

/** A number of Python: an `int`, or a `float`. */
export type Numeric = { int: bigint } | { int: number } | { float: number };

/** The number that a value is; booleans are numbers in Python. */
export function numberOf(value: unknown): Numeric | undefined {
  if (typeof value === 'boolean') return { int: value ? 1 : 0 };
  if (typeof value === 'bigint') return { int: value };
  if (value instanceof Float) return { float: value.value };
  if (typeof value !== 'number') return undefined;
  return Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    ? { int: value }
    : { float: value };
}

/** A result of computing with whole numbers. */
export function whole(value: number | bigint): number | bigint {
  if (typeof value === 'number') return value;
  return value >= MIN && value <= MAX ? Number(value) : value;
}

const MAX = BigInt(Number.MAX_SAFE_INTEGER);
const MIN = -MAX;

/** A result of computing with floats. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

export function isText(value: unknown): value is string | Safe {
  return typeof value === 'string' || value instanceof Safe;
}

/** The characters of a text, whether it is safe or not. */
export function plain(value: string | Safe): string {
  return value instanceof Safe ? value.text : value;
}

/** Python's name of a value's type, for messages and for `type_debug`. */
export function typeName(value: unknown): string {
  if (value === null) return 'NoneType';
  if (value instanceof Undefined) return 'AnsibleUndefined';
  if (isText(value)) return 'str';
  if (typeof value === 'boolean') return 'bool';
  const number = numberOf(value);
  if (number) return 'int' in number ? 'int' : 'float';
  if (value instanceof Temporal) return value.type;
  if (Array.isArray(value)) return 'list';
  return isMap(value) ? 'dict' : typeof value;
}

/**
 * A value as plain data, which YAML and JSON have; entries that are `omit` are left out. What is plain already is
 * handed through. Throws ValueFault, also for what would be too large if it were written out.
 */
export function toData(value: unknown): unknown {
  return new Plain().of(value);
}

/** Characters and values of plain data; what is one list in memory may be in it a thousand times. */
const LARGEST = 20_000_000;

/** The sizes of plain data: variables never change, so one look at a large map serves every task and every host. */
const sizes = new WeakMap<object, number>();

/** Makes plain data of one value. */
class Plain {
  /** The size of what was looked at, each time that it was. */
  #looked = 0;

  of(value: unknown): unknown {
    this.#look(typeof value === 'string' ? 1 + value.length : 1);
    if (value === null || value === OMIT || ['string', 'boolean', 'number'].includes(typeof value))
      return value;
    if (value instanceof Float) return value.value;
    if (value instanceof Safe || value instanceof Temporal) return value.text;
    if (value instanceof Undefined) throw absent(value);
    if (typeof value === 'bigint')
      throw new ValueFault(`the number ${value} is too large`, 'Turn it into text with | string.');
    if (typeof value !== 'object') return value;
    const size = sizes.get(value);
    if (size !== undefined) {
      this.#look(size);
      return value;
    }
    const before = this.#looked;
    const data = Array.isArray(value) ? this.#list(value) : this.#map(value);
    if (data === value) sizes.set(value, this.#looked - before);
    return data;
  }

  #look(size: number): void {
    this.#looked += size;
    if (this.#looked > LARGEST)
      throw new ValueFault(`the value would be longer than ${LARGEST} if it were written out`);
  }

  #list(list: readonly unknown[]): unknown {
    const data = list.map((each) => this.of(each));
    const isSame = data.every((each, index) => each === list[index] && each !== OMIT);
    return isSame ? list : withoutOmitted(data);
  }

  #map(map: object): unknown {
    if (!isMap(map)) throw new ValueFault('the value is no plain data');
    const entries = entriesOf(map);
    const data = entries.map(([key, inner]) => [key, this.of(inner)] as const);
    const isSame = data.every(([, inner], index) => inner === entries[index]?.[1] && inner !== OMIT);
    return isSame && !lazyReader(map) ? map : mapOf(data);
  }
}

import type { BinaryOperator } from '../syntax/syntax.ts';
import { Duration } from './duration.ts';
import { Temporal } from './temporal.ts';
import { strOf } from './text.ts';
import { formatTime, isoDate, offsetText } from './time-format.ts';
import { float, ValueFault } from './value.ts';

/** Years 1 to 9999, as Python has them. */
const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;

/** Python's `datetime`: what a clock shows, and how far it is from UTC where that is known. */
export class Moment extends Temporal {
  override readonly type = 'datetime';
  /** Microseconds since 1970 on the clock that shows it. */
  readonly micros: bigint;
  /** Seconds that the clock is ahead of UTC. */
  readonly offset: number | undefined;

  constructor(micros: bigint, offset?: number) {
    super();
    if (micros < FIRST || micros > LAST) throw new ValueFault('a date is in the years 1 to 9999');
    this.micros = micros;
    this.offset = offset;
  }

  override get text(): string {
    return this.#iso(' ');
  }

  override get repr(): string {
    const { year, month, day, hour, minute, second, microsecond } = this.#parts;
    const seconds = second || microsecond ? [second] : [];
    const all = [year, month, day, hour, minute, ...seconds, ...(microsecond ? [microsecond] : [])];
    const zone = this.offset === undefined ? '' : ', tzinfo=datetime.timezone.utc';
    return `datetime.datetime(${all.join(', ')}${zone})`;
  }

  override get identity(): string {
    return `${this.offset === undefined ? 'local' : 'utc'} ${this.#utc}`;
  }

  override get isTrue(): boolean {
    return true;
  }

  override field(name: string): unknown {
    const parts: Readonly<Record<string, number>> = this.#parts;
    return Object.hasOwn(parts, name) ? parts[name] : undefined;
  }

  override method(name: string): ((args: readonly unknown[]) => unknown) | undefined {
    return {
      strftime: ([format]: readonly unknown[]) =>
        formatTime(strOf(format), { micros: this.micros, offset: this.offset, hasMicros: true }),
      isoformat: ([separator]: readonly unknown[]) =>
        this.#iso(separator === undefined ? 'T' : strOf(separator)),
      timestamp: () => float(this.#sinceEpoch / 1e6),
      weekday: () => (this.#date.getUTCDay() + 6) % 7,
      isoweekday: () => this.#date.getUTCDay() || 7,
    }[name];
  }

  override order(other: unknown): number | undefined {
    return other instanceof Moment ? Number(this.#utc - this.#comparable(other)) : undefined;
  }

  override combined(operator: BinaryOperator, other: unknown): unknown {
    if (operator === '-' && other instanceof Moment) return new Duration(this.#utc - this.#comparable(other));
    if (!(other instanceof Duration)) return undefined;
    if (operator === '+') return new Moment(this.micros + other.micros, this.offset);
    return operator === '-' ? new Moment(this.micros - other.micros, this.offset) : undefined;
  }

  #comparable(other: Moment): bigint {
    if ((this.offset === undefined) !== (other.offset === undefined))
      throw new ValueFault('one of the dates has a time zone, and the other has none');
    return other.#utc;
  }

  get #utc(): bigint {
    return this.micros - BigInt(this.offset ?? 0) * 1_000_000n;
  }

  /** Without an offset it is the time of this machine, as for Python. */
  get #sinceEpoch(): number {
    if (this.offset !== undefined) return Number(this.#utc);
    const { year, month, day, hour, minute, second, microsecond } = this.#parts;
    const local = new Date(2000, 0, 1, hour, minute, second);
    local.setFullYear(year, month - 1, day);
    return local.getTime() * 1000 + microsecond;
  }

  get #date(): Date {
    return new Date(Number((this.micros - this.#rest) / 1000n));
  }

  /** Microseconds below a second. */
  get #rest(): bigint {
    return ((this.micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  }

  get #parts() {
    const date = this.#date;
    return {
      ...{ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
      ...{ hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() },
      microsecond: Number(this.#rest),
    };
  }

  #iso(separator: string): string {
    return `${isoDate(this.micros, separator)}${this.offset === undefined ? '' : offsetText(this.offset, ':')}`;
  }
}

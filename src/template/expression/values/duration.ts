import type { BinaryOperator } from '../syntax/syntax.ts';
import { Temporal } from './temporal.ts';
import { float, numberOf, ValueFault } from './value.ts';

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

/** Python's `timedelta`: what lies between two moments. */
export class Duration extends Temporal {
  override readonly type = 'timedelta';
  readonly micros: bigint;

  constructor(micros: bigint) {
    super();
    this.micros = micros;
  }

  override get text(): string {
    const { days, seconds, microseconds } = this.#parts;
    const [hour, minute, second] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
    const day = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
    const rest = microseconds === 0 ? '' : `.${two(microseconds, 6)}`;
    return `${day}${hour}:${two(minute)}:${two(second)}${rest}`;
  }

  override get repr(): string {
    const named = Object.entries(this.#parts).filter(([, value]) => value !== 0);
    const all = named.map(([name, value]) => `${name}=${value}`).join(', ');
    return `datetime.timedelta(${all || '0'})`;
  }

  override get identity(): string {
    return `lasting ${this.micros}`;
  }

  override get isTrue(): boolean {
    return this.micros !== 0n;
  }

  override field(name: string): unknown {
    const parts: Readonly<Record<string, number>> = this.#parts;
    return Object.hasOwn(parts, name) ? parts[name] : undefined;
  }

  override method(name: string): (() => unknown) | undefined {
    return name === 'total_seconds' ? () => float(Number(this.micros) / 1e6) : undefined;
  }

  override order(other: unknown): number | undefined {
    return other instanceof Duration ? Number(this.micros - other.micros) : undefined;
  }

  override combined(operator: BinaryOperator, other: unknown): unknown {
    if (other instanceof Duration) return this.#withDuration(operator, other.micros);
    const number = numberOf(other);
    if (!number) return undefined;
    const value = 'int' in number ? number.int : number.float;
    if (operator === '*') return new Duration(scaled(this.micros, Number(value)));
    if (operator !== '/' && !(operator === '//' && 'int' in number)) return undefined;
    if (Number(value) === 0) throw new ValueFault('division by zero');
    if (operator === '//') return new Duration(floored(this.micros, BigInt(value)));
    return new Duration(scaled(this.micros, 1 / Number(value)));
  }

  #withDuration(operator: BinaryOperator, other: bigint): unknown {
    if (operator === '+') return new Duration(this.micros + other);
    if (operator === '-') return new Duration(this.micros - other);
    if (operator !== '/' && operator !== '//' && operator !== '%') return undefined;
    if (other === 0n) throw new ValueFault('division by zero');
    if (operator === '/') return float(Number(this.micros) / Number(other));
    const quotient = floored(this.micros, other);
    return operator === '//' ? Number(quotient) : new Duration(this.micros - quotient * other);
  }

  /** Only the days may be negative. */
  get #parts() {
    const days = floored(this.micros, DAY);
    const rest = this.micros - days * DAY;
    return { days: Number(days), seconds: Number(rest / SECOND), microseconds: Number(rest % SECOND) };
  }
}

function two(value: number | undefined, digits = 2): string {
  return String(value ?? 0).padStart(digits, '0');
}

function floored(value: bigint, by: bigint): bigint {
  const rest = ((value % by) + by) % by;
  return (value - rest) / by;
}

/** Python rounds a half to the even neighbour. */
function scaled(value: bigint, factor: number): bigint {
  const exact = Number(value) * factor;
  if (!Number.isFinite(exact)) throw new ValueFault('the time is too long');
  const down = Math.floor(exact);
  const isUp = exact - down > 0.5 || (exact - down === 0.5 && down % 2 !== 0);
  return BigInt(isUp ? down + 1 : down);
}

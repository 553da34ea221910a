import type { BinaryOperator } from '../syntax/syntax.ts';

/**
 * A value of Python's `datetime`. YAML has no such values: it has fields, methods and operators in an expression, and
 * is a text in what comes out of it.
 */
export abstract class Temporal {
  abstract readonly type: 'datetime' | 'timedelta';

  /** Python's `str()`. */
  abstract get text(): string;

  /** Python's `repr()`. */
  abstract get repr(): string;

  /** What it shares with those that are equal, and with nothing else. */
  abstract get identity(): string;

  abstract get isTrue(): boolean;

  /** What stands behind a point; undefined where there is nothing. */
  abstract field(name: string): unknown;

  abstract method(name: string): ((args: readonly unknown[]) => unknown) | undefined;

  /** Less than 0, 0 or more; undefined where there is no order. */
  abstract order(other: unknown): number | undefined;

  /** `this OPERATOR other`; undefined where it has no meaning. */
  abstract combined(operator: BinaryOperator, other: unknown): unknown;
}

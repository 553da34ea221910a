import { UsageError } from '../../src/commands/declaration/option.ts';
import { ProbeError } from '../../src/plan/probe.ts';
import { ProblemError } from '../../src/problem.ts';
import { FaultError } from '../../src/template/fault.ts';
import { Lost } from '../../src/transport/session.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';

/** A reader of what others wrote. */
export interface Target {
  name: string;
  /** What it reads usually: recorded, or of the examples. */
  corpus: readonly Buffer[];
  /** Words of its language that mutations put in. */
  words?: readonly string[];
  /** Milliseconds that any input may take, where that is more than usual. */
  patience?: number;
  /** Reads; what it returns, if it is a text, is what people would see of it. */
  read(input: Buffer): unknown;
}

/** What a reader may throw: what its caller tells the user of, or takes as "not readable". */
const DECLARED = [ProblemError, ProbeError, UsageError, FaultError, Unreachable, Lost];

export function isDeclared(error: unknown): boolean {
  return DECLARED.some((type) => error instanceof type);
}

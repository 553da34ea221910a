import type { Span } from '../fault.ts';
import { OMIT } from '../omit.ts';
import { EvaluationFault } from './machine.ts';
import { strOf } from './values/text.ts';
import { toData, Undefined, ValueFault } from './values/value.ts';

/** A value that has to be there. Throws EvaluationFault. */
export function defined(value: unknown, span: Span): unknown {
  if (value instanceof Undefined) throw new EvaluationFault(value.why, value.span ?? span, undefined, value);
  return value;
}

/**
 * What an `if` without `else` leaves is nothing: an empty text, where a text can stand. Jinja's compiler takes its
 * lenient `Undefined` for it, whatever the environment says: `cond_expr_undef` in `jinja2/compiler.py`.
 */
export function orNothing(value: unknown): unknown {
  return value instanceof Undefined && value.kind === 'nothing' ? '' : value;
}

/** The value of an expression as plain data; `span` is that of the expression. Throws EvaluationFault. */
export function dataOf(value: unknown, span: Span): unknown {
  return faultsAt(span, () => toData(orNothing(value)));
}

/** The value of an expression as it stands within a text. Throws EvaluationFault. */
export function textOf(value: unknown, span: Span): string {
  return faultsAt(span, () => {
    const shown = orNothing(value);
    if (shown === OMIT)
      throw new ValueFault(
        'omit cannot stand within text',
        'What is left out is a whole value: nothing else stands in its string.',
      );
    return shown === null ? '' : strOf(shown);
  });
}

/** Runs what does not know where it stands. */
export function faultsAt<T>({ start, end }: Span, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ValueFault)) throw error;
    const { message, hint, missing } = error;
    throw new EvaluationFault(message, missing?.span ?? { start, end }, hint, missing);
  }
}

import type { Place } from '../../problem.ts';
import { collect } from '../collect.ts';
import { type Expression, parseExpression } from '../expression/expression.ts';
import { FaultError, located, shifted } from '../fault.ts';
import { OMIT } from '../omit.ts';
import { sortOf, type Values } from '../values.ts';
import { hasExpression, type Piece, pieces, Unclosed } from './pieces.ts';

/** Something that is computed from variables. */
export interface Template<T = unknown> {
  /** The variables it names; nothing else of the values is read. */
  roots: readonly string[];
  /**
   * `known` are the names to suggest for a misspelt one (default: those of the values).
   * Throws ProblemError with everything that is wrong.
   */
  evaluate(values: Values, known?: Iterable<string>): T;
}

/**
 * Compiles a YAML string that may contain `{{ … }}`. `place` is that of its first character.
 * A string that is exactly one `{{ … }}` keeps the type of its value; otherwise the parts are joined as text.
 * A literal `{{` is written `{{ '{{' }}`: what an expression yields is never read again.
 * Throws ProblemError when an expression in it cannot be read.
 */
export function compileText(text: string, place?: Place): Template {
  if (!hasExpression(text)) return { roots: [], evaluate: () => text };
  const parts = located(text, place, () => parse(text));
  return {
    roots: [...new Set(parts.flatMap((part) => ('expression' in part ? part.expression.roots : [])))],
    evaluate: (values, known = Object.keys(values)) => located(text, place, () => fill(parts, values, known)),
  };
}

type Part = { text: string } | { expression: Expression; start: number; end: number };

/** Playbooks repeat their texts for every host. */
const parsed = new Map<string, Part[]>();

function parse(text: string): Part[] {
  const known = parsed.get(text);
  if (known) return known;
  const parts = collect(
    cut(text),
    (piece): Part => {
      if (!('expression' in piece)) return piece;
      const { start, expression } = piece;
      const end = start + expression.length;
      return { start, end, expression: shifted(start, () => parseExpression(expression)) };
    },
    FaultError,
  );
  parsed.set(text, parts);
  return parts;
}

/** The pieces of a text. Throws FaultError for an expression that is never closed. */
export function cut(text: string): Piece[] {
  try {
    return pieces(text);
  } catch (error) {
    if (!(error instanceof Unclosed)) throw error;
    const { offset } = error;
    throw new FaultError([
      {
        start: offset,
        end: offset + 2,
        code: 'unreadable-expression',
        summary: 'An expression cannot be read',
        detail: 'This `{{` is never closed.',
        hint: "Close it with `}}`, or write {{ '{{' }} for the two characters themselves.",
      },
    ]);
  }
}

function fill(parts: readonly Part[], values: Values, known: Iterable<string>): unknown {
  const isWhole = parts.length === 1;
  const filled = collect(
    parts,
    (part) => {
      if (!('expression' in part)) return part.text;
      return shifted(part.start, () => {
        const value = part.expression.evaluate(values, known);
        return isWhole ? value : textOf(value, part.end - part.start);
      });
    },
    FaultError,
  );
  return isWhole ? filled[0] : filled.join('');
}

function textOf(value: unknown, length: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new FaultError([
    {
      start: 0,
      end: length,
      code: 'not-text',
      summary: 'A value cannot stand within text',
      detail: `It is ${sortOf(value)}.`,
      hint:
        value === OMIT
          ? 'What is left out is a whole value: nothing else stands in its string.'
          : "Join a list with list.join(', '), take one key of a map, or give the expression the whole string.",
    },
  ]);
}

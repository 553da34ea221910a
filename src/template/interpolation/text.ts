import type { Place } from '../../problem.ts';
import { collect } from '../collect.ts';
import { type Expression, parseExpression } from '../expression/expression.ts';
import { FaultError, located, shifted } from '../fault.ts';
import { compileStatements, hasStatements, isXml } from '../jinja/text.ts';
import type { Kind } from '../output/output.ts';
import type { Values } from '../values.ts';
import { hasExpression, type Piece, pieces, Unclosed } from './pieces.ts';

/** The variables that something names; nothing else of the values is read. */
export interface Names {
  roots: readonly string[];
  /** Those of them that may have no value. */
  optional?: ReadonlySet<string>;
}

/** What all parts name; a name that one of them needs is not optional. */
export function namedBy(parts: readonly Names[]): Required<Names> {
  const roots = [...new Set(parts.flatMap((part) => part.roots))];
  const needed = new Set(parts.flatMap((part) => part.roots.filter((name) => !part.optional?.has(name))));
  return { roots, optional: new Set(roots.filter((name) => !needed.has(name))) };
}

/** Something that is computed from variables. */
export interface Template<T = unknown> extends Names {
  /**
   * `known` are the names to suggest for a misspelt one (default: those of the values).
   * Throws ProblemError with everything that is wrong.
   */
  evaluate(values: Values, known?: Iterable<string>): T;
}

/**
 * Compiles a YAML string that may contain `{{ … }}`. `place` is that of its first character.
 * A string that is exactly one `{{ … }}` keeps the type of its value; otherwise the parts are joined as text,
 * which Python writes: `True`, `[1, 'a']`.
 * A literal `{{` is written `{{ '{{' }}`: what an expression yields is never read again.
 * What its values are written into is the text of a file of this `kind`; where none is given, XML if it looks like that:
 * a value that would change it is refused, as in a template.
 * Throws ProblemError when an expression in it cannot be read.
 */
export function compileText(text: string, place?: Place, kind?: Kind): Template {
  if (!hasExpression(text)) return { roots: [], evaluate: () => text };
  const within = kind ?? (isXml(text) ? 'xml' : 'text');
  if (hasStatements(text) || within !== 'text') return statementsOf(text, place, within);
  const parts = located(text, place, () => parse(text));
  return {
    ...namedBy(parts.flatMap((part) => ('expression' in part ? [part.expression] : []))),
    evaluate: (values, known = Object.keys(values)) => located(text, place, () => fill(parts, values, known)),
  };
}

/** A text in which Jinja's statements stand, or that is a template by its kind. */
function statementsOf(text: string, place: Place | undefined, kind: Kind): Template {
  const { roots, optional, evaluate } = located(text, place, () => compileStatements(text, kind));
  return {
    roots,
    optional,
    evaluate: (values, known = Object.keys(values)) => located(text, place, () => evaluate(values, known)),
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
      return { start, end, expression: shifted(start, () => parseExpression(expression, 'literal')) };
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
      const { start, expression } = part;
      return shifted(start, () => expression[isWhole ? 'evaluate' : 'text'](values, known));
    },
    FaultError,
  );
  return isWhole ? filled[0] : filled.join('');
}

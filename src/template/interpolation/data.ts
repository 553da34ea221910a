import { type Place, ProblemError } from '../../problem.ts';
import { collect } from '../collect.ts';
import { mapOf, OMIT, withoutOmitted } from '../omit.ts';
import { isMap } from '../values.ts';
import { hasExpression } from './pieces.ts';
import { compileText, namedBy, type Template } from './text.ts';

/** The keys and indexes that lead to a value inside another one. */
export type Path = readonly (string | number)[];

/** Where the value at a path stands in its file. */
export type PlaceOf = (path: Path) => Place | undefined;

/**
 * Compiles plain data whose strings, however deep in maps and lists, may contain `{{ … }}`; keys are taken as they
 * are. Entries that come out as `omit` are left out, and so are maps below of which nothing is left. What holds no
 * expression is handed through, not copied.
 * Throws ProblemError with every expression in it that cannot be read.
 */
export function compileData(data: unknown, placeOf: PlaceOf = () => undefined, path: Path = []): Template {
  if (typeof data === 'string') return compileText(data, hasExpression(data) ? placeOf(path) : undefined);
  if (!holdsExpression(data)) return { roots: [], evaluate: () => data };
  const parts = collect(
    Object.entries(data as object),
    ([key, part]) =>
      [key, compileData(part, placeOf, [...path, Array.isArray(data) ? Number(key) : key])] as const,
    ProblemError,
  );
  return {
    ...namedBy(parts.map(([, part]) => part)),
    evaluate(values, known) {
      const filled = collect(
        parts,
        ([key, part]) => [key, part.evaluate(values, known)] as const,
        ProblemError,
      );
      if (Array.isArray(data)) return withoutOmitted(filled.map(([, value]) => value));
      const map = mapOf(filled);
      // The whole is there, whatever becomes of its parts.
      return map === OMIT && path.length === 0 ? {} : map;
    },
  };
}

/** Data is read once, not for every host. */
const holding = new WeakMap<object, boolean>();

function holdsExpression(data: unknown): boolean {
  if (typeof data === 'string') return hasExpression(data);
  if (!Array.isArray(data) && !isMap(data)) return false;
  const known = holding.get(data);
  if (known !== undefined) return known;
  const holds = Object.values(data).some(holdsExpression);
  holding.set(data, holds);
  return holds;
}

import { type Place, type Problem, ProblemError } from '../problem.ts';
import { hasExpression } from './pieces.ts';
import { compileText, type Template } from './text.ts';
import { isMap } from './values.ts';

/** The keys and indexes that lead to a value inside another one. */
export type Path = readonly (string | number)[];

/** Where the value at a path stands in its file. */
export type PlaceOf = (path: Path) => Place | undefined;

/**
 * Compiles plain data whose strings, however deep in maps and lists, may contain `{{ … }}`; keys are taken as they
 * are. What holds no expression is handed through, not copied.
 * Throws ProblemError with every expression in it that cannot be read.
 */
export function compileData(data: unknown, placeOf: PlaceOf = () => undefined, path: Path = []): Template {
  if (typeof data === 'string') return compileText(data, hasExpression(data) ? placeOf(path) : undefined);
  if (!holdsExpression(data)) return { roots: [], evaluate: () => data };
  if (Array.isArray(data)) {
    const items = collect(data, (item, index) => compileData(item, placeOf, [...path, index]));
    return {
      roots: rootsOf(items),
      evaluate: (values, known) => collect(items, (item) => item.evaluate(values, known)),
    };
  }
  const entries = collect(Object.entries(data as object), ([key, inner]) => {
    return [key, compileData(inner, placeOf, [...path, key])] as const;
  });
  return {
    roots: rootsOf(entries.map(([, inner]) => inner)),
    evaluate: (values, known) =>
      Object.fromEntries(collect(entries, ([key, inner]) => [key, inner.evaluate(values, known)])),
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

function rootsOf(templates: readonly Template[]): string[] {
  return [...new Set(templates.flatMap(({ roots }) => roots))];
}

/** Maps all of a list, so that the problems of all its items show at once. */
function collect<A, B>(list: readonly A[], map: (item: A, index: number) => B): B[] {
  const problems: Problem[] = [];
  const mapped = list.flatMap((item, index) => {
    try {
      return [map(item, index)];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return mapped;
}

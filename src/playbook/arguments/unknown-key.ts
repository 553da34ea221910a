import type * as z from 'zod';
import type { Path } from '../../template/interpolation/data.ts';
import { didYouMean, nearest } from '../../template/suggest.ts';
import { alternatives } from './allowed.ts';
import { predictionsOf, shapeAt } from './schema-shape.ts';

/** Places that are named; of more only the nearest to the top. */
const MOST_PLACES = 3;

/** In a shorter word one letter makes another word. */
const SHORT = 3;

/**
 * What to write instead of a key that a schema does not know at a path: a similar one, or the same one where it
 * belongs. `others` are further names for keys at the top, `top` is what that is called.
 */
export function adviceForKey(
  key: string,
  schema: z.core.$ZodType,
  path: Path,
  { top, others }: { top: string; others: readonly string[] },
): { hint?: string } {
  const known = [...Object.keys(shapeAt(schema, path)), ...(path.length === 0 ? others : [])];
  const near = nearest(key, known);
  if (near?.distance === 1 && key.length > SHORT) return didYouMean(key, known);
  const here = path.filter((step) => typeof step === 'string').join('.');
  const places = parentsOf(key, schema).filter((parent) => parent !== here);
  if (places.length > 0) return { hint: `\`${key}\` belongs ${where(places, top)}.` };
  if (near) return didYouMean(key, known);
  const similar = nearest(key, placesOf(schema).keys())?.name;
  if (similar === undefined) return {};
  const full = parentsOf(similar, schema).map((parent) => (parent === '' ? similar : `${parent}.${similar}`));
  return { hint: `Did you mean ${alternatives(full.slice(0, MOST_PLACES).map(quoted))}?` };
}

function where(parents: readonly string[], top: string): string {
  const named = parents
    .slice(0, MOST_PLACES)
    .map((parent) => (parent === '' ? `directly to \`${top}\`` : quoted(parent)));
  const all = parents.length > MOST_PLACES ? [...named, 'elsewhere'] : named;
  return parents[0] === '' ? alternatives(all) : `below ${alternatives(all)}`;
}

function quoted(text: string): string {
  return `\`${text}\``;
}

/** What a key is directly below, in dotted names, the shallowest first. */
function parentsOf(key: string, schema: z.core.$ZodType): string[] {
  const parents = placesOf(schema).get(key) ?? [];
  return parents.toSorted((a, b) => a.length - b.length).map((parent) => parent.join('.'));
}

const known = new WeakMap<z.core.$ZodType, ReadonlyMap<string, string[][]>>();

/** Where each key of a schema is known, as the names that lead there: `NAME` stands for one that its author gives. */
function placesOf(schema: z.core.$ZodType): ReadonlyMap<string, string[][]> {
  const places = known.get(schema) ?? collectPlaces(schema);
  known.set(schema, places);
  return places;
}

function collectPlaces(schema: z.core.$ZodType): Map<string, string[][]> {
  const places = new Map<string, string[][]>();
  const walk = (one: z.core.$ZodType, parent: string[]): void => {
    for (const leaf of predictionsOf(one)) {
      const { def } = (leaf as z.core.$ZodTypes)._zod;
      if (def.type === 'array') walk(def.element, parent);
      if (def.type === 'record') walk(def.valueType, [...parent, 'NAME']);
      if (def.type !== 'object') continue;
      for (const [key, inner] of Object.entries(def.shape)) {
        places.set(key, [...(places.get(key) ?? []), parent]);
        walk(inner, [...parent, key]);
      }
    }
  };
  walk(schema, []);
  return places;
}

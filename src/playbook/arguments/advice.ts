import type * as z from 'zod';
import { didYouMean } from '../../template/suggest.ts';
import { isMap } from '../../template/values.ts';
import { wordsOf } from './allowed.ts';
import { predictionsOf } from './schema-shape.ts';

type Schemas = readonly z.core.$ZodType[];

/**
 * What to write instead of a value that schemas refuse, or nothing when that is not clear. What it says is tried
 * first: no advice leads to the next mistake. `raw` is the value as it stands in the file.
 */
export function adviceFor(schemas: Schemas, found: unknown, raw: string): { hint?: string } {
  const takes = (value: unknown) => schemas.some((one) => (one as z.ZodType).safeParse(value).success);
  const isStructure = Array.isArray(found) || isMap(found);
  const said = isStructure
    ? structure(found, takes)
    : (word(schemas, found, raw, takes) ?? around(schemas, found, raw, takes));
  return said === undefined ? {} : { hint: said };
}

type Takes = (value: unknown) => boolean;

function structure(found: object, takes: Takes): string | undefined {
  if (!Array.isArray(found)) return takes([found]) ? 'Make a list of it: begin it with a dash.' : undefined;
  return found.length === 1 && takes(found[0]) ? 'Write it without the list around it.' : undefined;
}

/** Another word, or the same one of another type. */
function word(schemas: Schemas, found: unknown, raw: string, takes: Takes): string | undefined {
  const isComputed = raw.includes('{{');
  if (typeof found === 'string') return didYouMean(found, words(schemas)).hint;
  const isPlain = typeof found === 'number' || typeof found === 'boolean';
  if (!isPlain || !takes(isComputed || raw === '' ? String(found) : raw)) return undefined;
  if (isComputed) return 'Turn it into text: string(…).';
  const octal = /^0\d/.test(raw) ? `YAML reads this as the number ${found}; put` : 'Put';
  return `${octal} it in quotes: "${raw}".`;
}

/** The same value inside of a list or map. */
function around(schemas: Schemas, found: unknown, raw: string, takes: Takes): string | undefined {
  if (found === '' || raw === '') return undefined;
  if (takes([found])) return `Write it as a list: [${raw}].`;
  const isMapDesired = schemas.flatMap(predictionsOf).some(isObject);
  if (isMapDesired && /^\w+=/.test(String(found)))
    return 'Write the arguments as a map: `name: value`, one a line.';
  const key = mainKey(schemas);
  return key !== undefined && takes({ [key]: found }) ? `Write it as a map: { ${key}: ${raw} }.` : undefined;
}

/** The only key of a map, or the only one that it needs. */
function mainKey(schemas: Schemas): string | undefined {
  const shapes = schemas
    .flatMap(predictionsOf)
    .flatMap((leaf) => (isObject(leaf) ? [leaf._zod.def.shape] : []));
  const keys = shapes.flatMap((shape) => Object.keys(shape));
  const needed = shapes.flatMap((shape) =>
    Object.keys(shape).filter((key) => !(shape[key] as z.ZodType).safeParse(undefined).success),
  );
  const [first, ...others] = needed.length > 0 ? needed : keys;
  return others.length === 0 ? first : undefined;
}

/** The words of Ansible for true and false are taken, too. */
function words(schemas: Schemas): string[] {
  const known = wordsOf(schemas);
  return known.includes('true') && known.includes('false') ? [...known, 'yes', 'no', 'on', 'off'] : known;
}

function isObject(schema: z.core.$ZodType): schema is z.core.$ZodObject {
  return (schema as z.core.$ZodTypes)._zod.def.type === 'object';
}

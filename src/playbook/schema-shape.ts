import * as z from 'zod';
import type { Path } from '../template/data.ts';

/** The schemas of the keys that a schema knows at a path; of a union, those of all its options. */
export function shapeAt(schema: z.core.$ZodType, path: Path): Record<string, z.core.$ZodType> {
  let found = variants(schema);
  for (const step of path) found = found.flatMap((one) => stepInto(one, step)).flatMap(variants);
  return Object.assign({}, ...found.map((one) => (isObject(one) ? one._zod.def.shape : {})));
}

/** What a schema says of itself for people. */
export function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  return (
    schema && (z.globalRegistry.get(schema)?.description ?? inner(schema).map(descriptionOf).find(Boolean))
  );
}

/** A schema without what is wrapped around it. */
function variants(schema: z.core.$ZodType): z.core.$ZodType[] {
  const within = inner(schema);
  return within.length > 0 ? within.flatMap(variants) : [schema];
}

function inner(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ('innerType' in def) return [def.innerType];
  if (def.type === 'pipe') return [def.in];
  if (def.type === 'lazy') return [def.getter()];
  return def.type === 'union' ? [...def.options] : [];
}

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return [def.shape[String(step)]].filter((one) => one !== undefined);
  if (def.type === 'array') return [def.element];
  return def.type === 'record' ? [def.valueType] : [];
}

function isObject(schema: z.core.$ZodType): schema is z.core.$ZodObject {
  return (schema as z.core.$ZodTypes)._zod.def.type === 'object';
}

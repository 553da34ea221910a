import * as z from 'zod';
import type { Path } from '../../template/interpolation/data.ts';

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** The schemas of the keys that a schema knows at a path; of a union, those of all its options, of a list its entries'. */
export function shapeAt(schema: z.core.$ZodType, path: Path): Shape {
  return Object.assign({}, ...schemasAt(schema, path).flatMap(shapes));
}

/** The schemas of the value at a path; none where the schema knows no such place. */
export function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  return path.reduce((found, step) => found.flatMap((one) => stepInto(one, step)), [schema]);
}

/** What a schema says of itself for people. */
export function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  return (
    schema && (z.globalRegistry.get(schema)?.description ?? withinOf(schema).map(descriptionOf).find(Boolean))
  );
}

/** Whether a schema is of values that are never shown: `writeOnly`, as in JSON schema. */
export function isSecret(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.writeOnly === true || withinOf(schema).some(isSecret);
}

const predictions = new WeakMap<z.core.$ZodType, readonly z.core.$ZodType[]>();

/** A schema without what is wrapped around it; of a union, all its options. */
export function predictionsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const known = predictions.get(schema);
  if (known) return known;
  const within = withinOf(schema);
  const found = within.length > 0 ? within.flatMap(predictionsOf) : [schema];
  predictions.set(schema, found);
  return found;
}

/** What a schema is wrapped around; of a union, its options. */
export function withinOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'nullable') return [def.innerType, z.null()];
  if ('innerType' in def) return [def.innerType];
  // What is made of the input before it is checked takes anything: the schema behind it says what.
  if (def.type === 'pipe') return [isTransform(def.in) ? def.out : def.in];
  if (def.type === 'lazy') return [def.getter()];
  return def.type === 'union' ? [...def.options] : [];
}

/** The schemas of an entry: of the key of a map, or of an item. One item may stand for a list of one. */
export function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  return predictionsOf(schema).flatMap((leaf) => {
    const { def } = (leaf as z.core.$ZodTypes)._zod;
    if (def.type === 'array') return typeof step === 'number' ? [def.element] : stepInto(def.element, step);
    if (def.type === 'record') return [def.valueType];
    const shape = def.type === 'object' ? def.shape : {};
    return Object.hasOwn(shape, step) ? [shape[String(step)] as z.core.$ZodType] : [];
  });
}

function shapes(schema: z.core.$ZodType): Shape[] {
  return predictionsOf(schema).flatMap((leaf) => {
    const { def } = (leaf as z.core.$ZodTypes)._zod;
    if (def.type === 'array') return shapes(def.element);
    return def.type === 'object' ? [def.shape] : [];
  });
}

/** Whether the keys of a map are names that its author gives to maps: such a thing is there, whatever is said of it. */
export function namesMaps(schema: z.core.$ZodType): boolean {
  return predictionsOf(schema).some((leaf) => {
    const { def } = (leaf as z.core.$ZodTypes)._zod;
    return def.type === 'record' && shapes(def.valueType).length > 0;
  });
}

function isTransform(schema: z.core.$ZodType): boolean {
  return (schema as z.core.$ZodTypes)._zod.def.type === 'transform';
}

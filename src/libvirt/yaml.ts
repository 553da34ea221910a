import * as z from 'zod';
import type { Element, Field, FieldModel, Fields, Group } from './element.ts';
import { isWellFormedContent } from './metadata.ts';
import { network } from './network.ts';

/**
 * The zod schema of a declared element: strict, every field described, its output the model.
 *
 * Shorthands: one entry may stand for a list of one; `address: 10.0.0.1/24` (see `ip` and `route`);
 * true and false for yes and no, on and off. What may be absent may be null, which unsets it: see `withoutNulls`.
 */
export function yamlSchema(element: Element): z.ZodType {
  switch (element.kind) {
    case 'text':
      return element.type.schema;
    case 'raw':
      return z.string().refine(isWellFormedContent, 'must be well-formed XML');
    case 'group': {
      const object = z.strictObject(shapeOf(element.fields));
      return element.shorthand ? z.preprocess(element.shorthand, object) : object;
    }
  }
}

/** A raw shape of zod, to be spread into a `z.strictObject`. */
export type ShapeOf<F extends Fields> = {
  [K in keyof F]: F[K]['required'] extends true
    ? z.ZodType<FieldModel<F[K]>>
    : z.ZodExactOptional<z.ZodType<FieldModel<F[K]>>>;
};

function shapeOf<F extends Fields>(fields: F): ShapeOf<F> {
  const shape = Object.entries(fields).map(([name, field]) => {
    const schema = fieldSchema(field);
    return [name, (field.required ? schema : z.exactOptional(schema.nullable())).describe(field.about)];
  });
  return Object.fromEntries(shape) as ShapeOf<F>;
}

function fieldSchema(field: Field): z.ZodType {
  if (field.in === 'attribute') return field.type.schema;
  const schema = yamlSchema(field.element);
  return field.in === 'list' ? listOrOne(field.element, schema) : schema;
}

/** The JSON schema of the list admits the single entry too: editors should not complain about it. */
function listOrOne(element: Element, entry: z.ZodType): z.ZodType {
  const single = element.kind === 'group' ? 'object' : 'string';
  return z
    .preprocess(
      (input) => (Array.isArray(input) || input === undefined || input === null ? input : [input]),
      z.array(entry),
    )
    .meta({ type: ['array', single] as never });
}

const { name: _name, connections: _connections, ...settable } = network.fields;

/** What a playbook may say of a network beside its name: libvirt's elements and attributes. */
export const networkElements: ShapeOf<typeof settable> = shapeOf(settable);

/** A network as written in YAML, its name included. */
export const networkSchema = z.strictObject(shapeOf((network satisfies Group).fields));

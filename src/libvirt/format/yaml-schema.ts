import * as z from 'zod';
import type { Element, Field, FieldModel, Fields, Group } from '../model/element.ts';
import { network } from '../model/network.ts';
import { isWellFormedContent } from './metadata.ts';

/**
 * The zod schema of a declared element: strict, every field described, its output the model.
 *
 * Shorthands: one entry may stand for a list of one; the main value for its map, as in `mtu: 9000`;
 * `address: 10.0.0.1/24` (see `ip` and `route`); `range: 10.0.0.10-10.0.0.99` (see `splitRange`);
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
      const { shorthand, main } = element;
      const whole = shorthand ? z.preprocess(shorthand, object) : object;
      const either = main === undefined ? whole : mapOrMain(main, whole);
      return either === object ? object : either.meta(typesAsked(element));
    }
  }
}

/** Takes the main value for the map, where it can be that; of all else it is said that a map is expected. */
function mapOrMain(main: string, whole: z.ZodType): z.ZodType {
  return z.preprocess((input) => {
    if (input === undefined || input === null || (typeof input === 'object' && !Array.isArray(input)))
      return input;
    const map = { [main]: input };
    return whole.safeParse(map).success ? map : input;
  }, whole);
}

/** Computed where somebody asks for a JSON schema: no run does. */
function typesAsked(element: Element): z.GlobalMeta {
  return {
    get type() {
      return jsonTypes(element) as never;
    },
  };
}

/** What an editor may find in the place of an element. */
function jsonTypes(element: Element): string[] {
  if (element.kind !== 'group') return ['string'];
  const { main, fields, text } = element;
  const field = main === undefined ? undefined : fields[main];
  const types = ['object', ...(text ? ['string'] : []), ...typesOf(field)];
  return [...new Set(types)];
}

function typesOf(field: Field | undefined): string[] {
  if (!field) return [];
  if (field.in === 'attribute') return attributeTypes(field.type.schema);
  return [
    ...jsonTypes(field.element).filter((type) => type !== 'object'),
    ...(field.in === 'list' ? ['array'] : []),
  ];
}

function attributeTypes(schema: z.ZodType): string[] {
  const { type, anyOf = [] } = z.toJSONSchema(schema, { io: 'input' });
  return [type, ...anyOf.map((each) => each.type)].flat().filter((one) => one !== undefined);
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
    const main = field.in !== 'attribute' && field.element.kind === 'group' && field.element.main;
    const about = main ? `${field.about}; its ${main} may stand alone` : field.about;
    return [name, (field.required ? schema : z.exactOptional(schema.nullable())).describe(about)];
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
  return z
    .preprocess(
      (input) => (Array.isArray(input) || input === undefined || input === null ? input : [input]),
      z.array(entry),
    )
    .meta({ type: ['array', ...jsonTypes(element)] as never });
}

const { name: _name, connections: _connections, ...settable } = network.fields;

/** What a playbook may say of a network beside its name: libvirt's elements and attributes. */
export const networkElements: ShapeOf<typeof settable> = shapeOf(settable);

/** A network as written in YAML, its name included. */
export const networkSchema = z.strictObject(shapeOf((network satisfies Group).fields));

import * as z from 'zod';
import { wrapped } from '../../report/wrap.ts';
import { didYouMean } from '../../template/suggest.ts';
import { UsageError } from '../declaration/option.ts';

/** What is used of JSON schema here. */
export interface Schema {
  type?: string | readonly string[];
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  const?: unknown;
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: Schema | boolean;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
}

/** A schema as what a user may write. */
export function inputSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
}

/** The arguments of a map, each with what it is and those inside it, no line wider than `width`. */
export function argumentLines(schema: Schema, width: number, depth = 1): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const required = schema.required?.includes(name) ? ', required' : '';
    const initial = inner.default === undefined ? '' : `, default ${JSON.stringify(inner.default)}`;
    const description = inner.description ?? inner.anyOf?.find((one) => one.description)?.description;
    const about = description ? `  ${description}` : '';
    const [first = '', ...rest] = wrapped(
      `${name} (${kindOf(inner)}${required}${initial})${about}`,
      width - 4,
      '  '.repeat(depth),
    );
    return [first, ...rest.map((line) => `    ${line}`), ...argumentLines(nested(inner), width, depth + 1)];
  });
}

/** The map with only the argument at a path such as `ip.dhcp.range`. Throws UsageError with what exists. */
export function onlyAt(schema: Schema, path: string): Schema {
  const names = path.split('.');
  let within = schema;
  for (const [index, name] of names.entries()) {
    const { properties = {}, required = [] } = within;
    const found = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!found) throw new UsageError(unknown(names.slice(0, index), name, Object.keys(properties)));
    if (index === names.length - 1)
      return { properties: { [name]: found }, required: required.filter((one) => one === name) };
    within = nested(found);
  }
  return schema;
}

function unknown(path: readonly string[], name: string, known: readonly string[]): string {
  const owner = path.length > 0 ? `${path.join('.')} has no` : 'there is no';
  const has = known.length > 0 ? `, but ${known.join(', ')}` : '; nothing is inside it';
  const { hint } = didYouMean(name, known);
  return [`${owner} argument ${name}${has}.`, hint].filter(Boolean).join(' ');
}

/** The map in which the inner arguments are: of the value itself, of its entries, or of one of its spellings. */
function nested(schema: Schema): Schema {
  if (schema.properties) return schema;
  if (typeof schema.additionalProperties === 'object') return nested(schema.additionalProperties);
  if (schema.items) return nested(schema.items);
  const spelt = schema.anyOf?.map(nested).find(({ properties }) => properties);
  return spelt ?? {};
}

function kindOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(' | ');
  // That null unsets what may be absent is said once, by the module.
  const anyOf = schema.anyOf?.filter(({ type }) => type !== 'null');
  if (anyOf) return [...new Set(anyOf.map(kindOf))].join(' or ');
  if (typeof schema.type === 'object') {
    const others = schema.type.filter((type) => type !== 'null' && type !== 'array');
    const kinds = others.map((type) => kindOf({ type })).join(' or ');
    return schema.type.includes('array') ? `${kinds} or a list of them` : kinds;
  }
  if (schema.type === 'array') return `list of ${kindOf(schema.items ?? {})}`;
  return schema.type === 'object' ? 'map' : (schema.type ?? 'any');
}

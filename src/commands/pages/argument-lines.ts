import * as z from 'zod';
import { wrapped } from '../../report/wrap.ts';
import { didYouMean } from '../../template/suggest.ts';
import { UsageError } from '../declaration/option.ts';

/** The part of JSON schema that help uses. */
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

/** The JSON schema of what a user may write. */
export function inputSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
}

/** An argument as help and the reference show it. */
export interface ShownArgument {
  /** `['ip', 'dhcp', 'range']`. */
  path: readonly string[];
  /** `list of string`, `none | service | link`. */
  kind: string;
  required: boolean;
  /** Its default as JSON; undefined if it has none. */
  initial: string | undefined;
  description: string | undefined;
}

/** The arguments of a map, each followed by those inside it. */
export function shownArguments(schema: Schema, path: readonly string[] = []): ShownArgument[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const shown: ShownArgument = {
      path: [...path, name],
      kind: kindOf(inner),
      required: schema.required?.includes(name) ?? false,
      initial: inner.default === undefined ? undefined : JSON.stringify(inner.default),
      description: inner.description ?? inner.anyOf?.find((one) => one.description)?.description,
    };
    return [shown, ...shownArguments(nested(inner), shown.path)];
  });
}

/** The arguments of a map as lines of help, none wider than `width`. */
export function argumentLines(schema: Schema, width: number): string[] {
  return shownArguments(schema).flatMap(({ path, kind, required, initial, description }) => {
    const notes = `${required ? ', required' : ''}${initial === undefined ? '' : `, default ${initial}`}`;
    const about = description ? `  ${description}` : '';
    const text = `${path.at(-1)} (${kind}${notes})${about}`;
    const [first = '', ...rest] = wrapped(text, width - 4, '  '.repeat(path.length));
    return [first, ...rest.map((line) => `    ${line}`)];
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
  // The module explains once that null unsets a value.
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

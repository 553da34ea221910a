import * as z from 'zod';
import { MODULES } from '../modules/index.ts';
import type { AnyModule } from '../modules/module.ts';
import { defineCommand, UsageError } from './command.ts';

export const modules = defineCommand({
  name: 'modules',
  summary: 'Explain the modules and their arguments',
  arguments: '[name]',
  options: {},
  examples: ['virtfleet modules', 'virtfleet modules network'],
  async run(_options, io, name) {
    if (name === undefined) {
      const width = Math.max(...MODULES.map((module) => module.name.length));
      for (const module of MODULES) io.out(`${module.name.padEnd(width)}  ${module.summary}\n`);
      return 0;
    }
    const module = MODULES.find((one) => one.name === name);
    if (!module) throw new UsageError(`there is no module ${name}; without a name all are listed.`);
    io.out(explain(module));
    return 0;
  },
});

function explain({ name, summary, description, example, args, aliases = {} }: AnyModule): string {
  const schema = z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' }) as Schema;
  const indented = example.split('\n').map((line) => `  ${line}`);
  return [
    `${name}: ${summary}`,
    ...(description ? ['', description] : []),
    '',
    'Arguments:',
    ...argumentLines(schema, 1),
    ...Object.entries(aliases).map(([alias, argument]) => `  ${alias}  Another spelling of ${argument}`),
    '',
    'Example:',
    ...indented,
    '',
  ].join('\n');
}

/** What is used of JSON schema here. */
interface Schema {
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

function argumentLines(schema: Schema, depth: number): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const required = schema.required?.includes(name) ? ', required' : '';
    const initial = inner.default === undefined ? '' : `, default ${JSON.stringify(inner.default)}`;
    const about = inner.description ? `  ${inner.description}` : '';
    const head = `${'  '.repeat(depth)}${name} (${kindOf(inner)}${required}${initial})${about}`;
    return [head, ...argumentLines(nested(inner), depth + 1)];
  });
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
  if (typeof schema.type === 'object')
    return schema.type
      .filter((type) => type !== 'null')
      .map((type) => kindOf({ ...schema, type }))
      .join(' or ');
  if (schema.type === 'array') return `list of ${kindOf(schema.items ?? {})}`;
  return schema.type === 'object' ? 'map' : (schema.type ?? 'any');
}

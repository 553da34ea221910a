import * as z from 'zod';
import { MODULES } from '../../modules/index.ts';
import type { AnyModule } from '../../modules/module.ts';
import { handlerKeywords, metaKeywords, playKeywords, taskKeywords } from '../keywords.ts';

/** A JSON schema of draft 7, as data. */
export type JsonSchema = Record<string, unknown>;

/** The JSON schema of a playbook, for editors: each module is a key of a task, and a task has exactly one. */
export function playbookJsonSchema(modules: readonly AnyModule[] = MODULES): JsonSchema {
  const { $schema, ...play } = convert(playKeywords);
  const properties = play.properties as JsonSchema;
  const list = (name: string) => ({ type: 'array', items: { $ref: `#/definitions/${name}` } });
  return {
    $schema,
    title: 'A playbook of Virtfleet',
    type: 'array',
    items: { ...play, properties: { ...properties, tasks: list('task'), handlers: list('handler') } },
    definitions: {
      task: { anyOf: [withModules(taskKeywords, modules), without$(convert(metaKeywords))] },
      handler: withModules(handlerKeywords, modules),
    },
  };
}

function withModules(keywords: z.ZodObject, modules: readonly AnyModule[]): JsonSchema {
  const { properties, ...rest } = without$(convert(keywords));
  const calls = modules.map(({ name, summary, args, freeForm, aliases = {} }) => {
    const whole = withAliases(allowExpressions(without$(convert(args))), aliases);
    return [name, { description: summary, ...(freeForm ? { anyOf: spellings(whole, freeForm) } : whole) }];
  });
  return {
    ...rest,
    properties: { ...(properties as JsonSchema), ...Object.fromEntries(calls) },
    oneOf: modules.map(({ name }) => ({ required: [name] })),
  };
}

/** Where an argument has another spelling, neither is required. */
function withAliases(schema: JsonSchema, aliases: Readonly<Record<string, string>>): JsonSchema {
  const properties = schema.properties as JsonSchema | undefined;
  const more = Object.entries(aliases).map(([alias, name]) => [alias, properties?.[name] ?? {}]);
  if (more.length === 0) return schema;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    properties: { ...properties, ...Object.fromEntries(more) },
    required: required.filter((name) => !Object.values(aliases).includes(name)),
  };
}

/** The arguments as they are, those with the words in one text, and that text alone. */
function spellings(whole: JsonSchema, { argument, cut }: { argument: string; cut: boolean }): JsonSchema[] {
  const text = { type: 'string' };
  if (!cut) return [whole, text];
  const { [argument]: _, ...others } = whole.properties as JsonSchema;
  return [whole, { ...whole, properties: { cmd: text, ...others }, required: ['cmd'] }, text];
}

function convert(schema: z.ZodType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) };
}

function without$({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

const EXPRESSION = { type: 'string', pattern: '\\{\\{' };

/** Wherever an argument has a value, an expression can stand for it. */
function allowExpressions(schema: JsonSchema): JsonSchema {
  const below = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, allowBelow(key, value)]),
  );
  return below;
}

function allowBelow(key: string, value: unknown): unknown {
  if (key === 'properties') {
    const entries = Object.entries(value as JsonSchema);
    return Object.fromEntries(entries.map(([name, one]) => [name, orExpression(one as JsonSchema)]));
  }
  if (key === 'items' || key === 'additionalProperties')
    return typeof value === 'object' && value !== null ? orExpression(value as JsonSchema) : value;
  if (key === 'anyOf' || key === 'oneOf' || key === 'allOf')
    return (value as JsonSchema[]).map(allowExpressions);
  return value;
}

function orExpression(schema: JsonSchema): JsonSchema {
  const { description, ...rest } = allowExpressions(schema);
  return { ...(description !== undefined && { description }), anyOf: [rest, EXPRESSION] };
}

import { expect, it } from 'vitest';
import * as z from 'zod';
import { playbookJsonSchema } from '../../../src/playbook/read/editor-schema.ts';
import { MODULES } from '../project.ts';

const SCHEMA = playbookJsonSchema(MODULES);

it('is a schema of draft 7 in which every reference leads somewhere', () => {
  expect(SCHEMA.$schema).toBe('http://json-schema.org/draft-07/schema#');
  const text = JSON.stringify(SCHEMA);
  const references = [...text.matchAll(/"\$ref":"#\/definitions\/(\w+)"/g)].map(([, name]) => name);
  expect(new Set(references)).toEqual(new Set(['task', 'handler']));
  expect(Object.keys(SCHEMA.definitions as object)).toEqual(['task', 'handler']);
});

it('knows each module as a key of a task, of which there is exactly one', () => {
  const { definitions } = z
    .object({ definitions: z.object({ handler: z.record(z.string(), z.unknown()) }) })
    .parse(SCHEMA);
  const { properties, oneOf, additionalProperties } = definitions.handler;
  expect(Object.keys(properties as object)).toEqual(
    expect.arrayContaining(['when', 'listen', 'link', 'say']),
  );
  expect(oneOf).toEqual(MODULES.map(({ name }) => ({ required: [name] })));
  expect(additionalProperties).toBe(false);
});

it('lets an expression stand for every argument', () => {
  const text = JSON.stringify(SCHEMA);
  expect(text).toContain('"enabled":{"anyOf":[{"type":"boolean"},{"type":"string","pattern":"\\\\{\\\\{"}]}');
});

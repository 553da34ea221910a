import type * as z from 'zod';
import { predictionsOf } from '../../src/playbook/arguments/schema-shape.ts';

type Schema = z.core.$ZodType;

/** Values of which one is right for each kind of text that an argument can be. */
const TEXTS = [
  'web',
  '10.0.0.1',
  '10.0.0.1/24',
  'fd00::1',
  '52:54:00:00:00:01',
  '0:3:0:1:0:16:3e:11:22:33',
  '09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f',
  '/srv/web',
  '/etc/netplan/60-web.yaml',
  'http://10.0.0.1/',
  'net.ipv4.ip_forward',
  '12h',
  '0644',
  'test -s %s',
  '10.0.0.1:53',
  '<a:b xmlns:a="urn:a"/>',
  '-n',
  `sha256:${'0'.repeat(64)}`,
];
const NUMBERS = [1, 10, 100, 1500, 2000];

/** A value that a schema takes; of a map only what it needs. Throws where none is known. */
export function sampleOf(schema: Schema): unknown {
  for (const leaf of predictionsOf(schema))
    for (const value of candidates(leaf)) if (takes(schema, value)) return value;
  throw new Error(`no sample of ${describe(schema)}`);
}

export function takes(schema: Schema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

function* candidates(leaf: Schema): Iterable<unknown> {
  const { def } = (leaf as z.core.$ZodTypes)._zod;
  if (def.type === 'string') yield* TEXTS;
  if (def.type === 'number') yield* NUMBERS;
  if (def.type === 'boolean') yield true;
  if (def.type === 'enum') yield* Object.values(def.entries);
  if (def.type === 'literal') yield* def.values;
  if (def.type === 'array') yield [sampleOf(def.element)];
  if (def.type === 'record') for (const name of TEXTS) yield { [name]: sampleOf(def.valueType) };
  if (def.type === 'object') yield* maps(def.shape);
  if (def.type === 'unknown') yield 'web';
}

/** What is needed, then with each of the rest. */
function* maps(shape: Readonly<Record<string, Schema>>): Iterable<unknown> {
  const all = Object.entries(shape);
  const needed = all.filter(([, schema]) => !takes(schema, undefined));
  const base = Object.fromEntries(needed.map(([key, schema]) => [key, sampleOf(schema)]));
  yield base;
  for (const [key, schema] of all) if (!(key in base)) yield { ...base, [key]: sampleOf(schema) };
}

function describe(schema: Schema): string {
  return predictionsOf(schema)
    .map((leaf) => (leaf as z.core.$ZodTypes)._zod.def.type)
    .join(' or ');
}

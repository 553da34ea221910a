import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const pattern = z.string().transform((source, context) => {
  try {
    return new RegExp(source, 'im');
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});

/** A look at the host over a new connection: what it has to print, or without `prints` that it ends with 0. */
const look = z.strictObject({ host: z.string(), prints: pattern.optional() });

const COMMANDS = ['run', 'check', 'drift', 'syntax-check', 'networks', 'render'] as const;

const command = z.strictObject({
  do: z.enum(COMMANDS),
  tags: z.array(z.string()).optional(),
  extra: z.array(z.string()).default([]),
  exit: z.union([z.number().transform((code) => [code]), z.array(z.number()).min(1)]).optional(),
  /** Words of `--format json`. */
  status: z
    .record(z.string(), z.union([z.string().transform((status) => [status]), z.array(z.string()).min(1)]))
    .default({}),
  says: z.array(pattern).default([]),
  says_not: z.array(pattern).default([]),
  after: z.array(look).default([]),
  kill: z.string().optional(),
});

const step = z.union([
  z.strictObject({ host: z.string() }),
  z.strictObject({ guest: z.literal(true) }),
  command,
]);

const schema = z.strictObject({
  what: z.string(),
  releases: z.array(z.string()).min(1),
  guest: z.strictObject({ name: z.string(), network: z.string(), mac: z.string() }).optional(),
  steps: z.array(step).min(1),
  cleanup: z.array(z.string()).default([]),
});

export type CommandStep = z.infer<typeof command>;
export type Step = z.infer<typeof step>;

/** A playbook of the field with what has to come of it: `NAME.case.yaml` beside `NAME.yaml`. */
export interface FieldCase extends z.infer<typeof schema> {
  /** From the folder of all cases: `networks/messages`. */
  name: string;
  playbook: string;
}

/** Whether a folder has cases of the field. */
export function hasField(dir: string): boolean {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.case.yaml'));
}

/** All cases of a folder and of those below it, by name. Throws where one is not of the form. */
export function fieldCases(dir: string): FieldCase[] {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.case.yaml'))
    .sort()
    .map((file) => {
      const path = join(dir, file);
      const result = schema.safeParse(parse(readFileSync(path, 'utf8')));
      if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`);
      const name = relative(dir, path).replace(/\.case\.yaml$/, '');
      return { ...result.data, name, playbook: path.replace(/\.case\.yaml$/, '.yaml') };
    });
}

/** Whether a case says something without a host. */
export function needsHost({ steps }: FieldCase): boolean {
  return steps.some((each) => !('do' in each && each.do === 'syntax-check' && each.after.length === 0));
}

import * as z from 'zod';
import type { Answer } from '../../plan/probe.ts';

/** Where a host keeps what was there before runs wrote: a folder for each run, which only root may look into. */
export const RUNS = '/var/lib/virtfleet/runs';

/** Families of probes whose members can be brought back. Files are kept whole, beside. */
export const KEPT_KINDS = ['network', 'guest', 'link', 'unit'] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

/** Status, stdout and stderr in base64. */
const answerSchema = z.tuple([z.number(), z.string(), z.string()]);

const keptTaskSchema = z.strictObject({
  task: z.string(),
  module: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  /** What was there before, as the host answered. */
  kept: z.array(
    z.strictObject({ kind: z.enum(KEPT_KINDS), name: z.string(), answers: z.array(answerSchema) }),
  ),
  /** Files and folders; what was there is beside. */
  paths: z.array(z.string()),
  /** Units that it restarts or reloads. */
  restarts: z.array(z.string()),
  /** What it does that nothing here can take back, in the words of its changes. */
  beyond: z.array(z.string()),
});

/** What a task of a run was about to change on a host. */
export type KeptTask = z.output<typeof keptTaskSchema>;

const leftSchema = z.strictObject({ kind: z.enum(KEPT_KINDS), name: z.string(), digest: z.string() });

/** The digest of what a run left. */
export type Left = z.output<typeof leftSchema>;

/** The run that kept it. */
const headSchema = z.strictObject({ version: z.literal(1), run: z.string(), by: z.string(), at: z.string() });
export type KeptHead = z.output<typeof headSchema>;

export const readKeptTask = lineOf(keptTaskSchema);
export const readLeft = lineOf(leftSchema);
export const readHead = lineOf(headSchema);

/** What stands in a line of JSON; undefined for a line that was not written to its end, as on a host that went away. */
function lineOf<T>(schema: z.ZodType<T>) {
  return (line: string): T | undefined => {
    try {
      return schema.safeParse(JSON.parse(line)).data;
    } catch {
      return undefined;
    }
  };
}

export function packed(answers: readonly Answer[]): z.output<typeof answerSchema>[] {
  return answers.map(({ status, stdout, stderr }) => [
    status,
    stdout.toString('base64'),
    stderr.toString('base64'),
  ]);
}

export function unpacked(answers: KeptTask['kept'][number]['answers']): Answer[] {
  return answers.map(([status, stdout, stderr]) => ({
    status,
    stdout: Buffer.from(stdout, 'base64'),
    stderr: Buffer.from(stderr, 'base64'),
  }));
}

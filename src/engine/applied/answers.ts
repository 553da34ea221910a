import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Answer, Probe } from '../../plan/probe.ts';

/** What a host answered when a run left it: the probes of each task, and the answers by their digest. */
export interface LeftAnswers {
  tasks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  answers: Readonly<Record<string, readonly Answer[]>>;
}

/** Status, stdout and stderr in base64. */
const answerSchema = z.tuple([z.number(), z.string(), z.string()]);
const leftSchema = z.strictObject({
  tasks: z.record(z.string(), z.record(z.string(), z.string())),
  answers: z.record(z.string(), z.array(answerSchema)),
});

const NOTHING: LeftAnswers = { tasks: {}, answers: {} };

/** Bytes that the answers of one run may have: a host of hundreds of guests has no more. */
const MOST = 32 * 1024 * 1024;

/** Collects answers, each of which is kept once. */
export class AnswerBook {
  readonly #tasks: Record<string, Record<string, string>> = {};
  readonly #answers: Record<string, readonly Answer[]> = {};

  add(task: string, probe: Probe, answers: readonly Answer[]): void {
    const hash = createHash('sha256');
    for (const { status, stdout, stderr } of answers)
      hash.update(`${status} ${stdout.length} `).update(stdout).update(`${stderr.length} `).update(stderr);
    const digest = hash.digest('hex').slice(0, 24);
    this.#answers[digest] = answers;
    const own = this.#tasks[task] ?? {};
    this.#tasks[task] = own;
    own[probe.key] = digest;
  }

  get isEmpty(): boolean {
    return Object.keys(this.#tasks).length === 0;
  }

  /** One line of text. */
  packed(): string {
    const answers = Object.entries(this.#answers).map(([digest, all]) => [
      digest,
      all.map(({ status, stdout, stderr }) => [status, stdout.toString('base64'), stderr.toString('base64')]),
    ]);
    const text = JSON.stringify({ tasks: this.#tasks, answers: Object.fromEntries(answers) });
    return gzipSync(text).toString('base64');
  }
}

/** What stands in a file of answers; nothing where it cannot be read. */
export function unpacked(line: string): LeftAnswers {
  if (line === '') return NOTHING;
  try {
    const text = gunzipSync(Buffer.from(line, 'base64'), { maxOutputLength: MOST }).toString();
    const { success, data } = leftSchema.safeParse(JSON.parse(text));
    if (!success) return NOTHING;
    const answers = Object.entries(data.answers).map(([digest, all]) => [
      digest,
      all.map(([status, stdout, stderr]) => ({
        status,
        stdout: Buffer.from(stdout, 'base64'),
        stderr: Buffer.from(stderr, 'base64'),
      })),
    ]);
    return { tasks: data.tasks, answers: Object.fromEntries(answers) };
  } catch {
    return NOTHING;
  }
}

import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { Unreachable } from '../transport/unreachable.ts';
import type { Kept } from './kept-answer.ts';

/** Why nothing more could be asked: the host could not be reached, or the connection broke off. */
export type Ended =
  | { unreachable: string; detail: string; hint?: string | undefined; command?: string | undefined }
  | { lost: string };

/** What a host answered to one user of it, by what was asked. */
export interface Side {
  ended?: Ended | undefined;
  answers: Record<string, Kept>;
}

/** As whom a host was asked. */
export type Rights = 'root' | 'login';

const text = z.string();
const keptText = z.union([text, z.array(z.union([text, z.strictObject({ secret: text, as: text })]))]);
const output = z.union([keptText, z.strictObject({ base64: text })]);
const kept = z.union([
  z.strictObject({ answers: z.array(z.tuple([z.number(), output, output])) }),
  z.strictObject({ unread: keptText }),
  z.strictObject({ withheld: text }),
]);
const side = z.strictObject({
  ended: z
    .union([
      z.strictObject({
        ...{ unreachable: text, detail: text },
        ...{ hint: text.optional(), command: text.optional() },
      }),
      z.strictObject({ lost: text }),
    ])
    .optional(),
  answers: z.record(text, kept),
});
const schema = z.strictObject({ root: side, login: side });

/** Bytes that the answers of a host may have: one with hundreds of guests has no more. */
const MOST = 256 * 1024 * 1024;

/** All answers of one host, compressed while nobody looks at them: there may be thousands of hosts. */
export class HostAnswers {
  #packed: Buffer | undefined;
  #sides: Record<Rights, Side> | undefined;

  /** `packed` is what `packed` gave; without it nothing is known of the host. Whoever reads it gets Unreachable where it is damaged. */
  constructor(packed?: Buffer) {
    this.#packed = packed;
    if (!packed) this.#sides = { root: { answers: {} }, login: { answers: {} } };
  }

  of(rights: Rights): Side {
    if (!this.#sides) {
      this.#sides = unpacked(this.#packed ?? Buffer.from(''));
    }
    return this.#sides[rights];
  }

  /** Forgets everything. */
  clear(): void {
    this.#packed = undefined;
    this.#sides = { root: { answers: {} }, login: { answers: {} } };
  }

  add(rights: Rights, answers: Readonly<Record<string, Kept>>): void {
    Object.assign(this.of(rights).answers, answers);
    this.#packed = undefined;
  }

  /** Changes what is kept of each answer. */
  rewrite(change: (kept: Kept) => Kept): void {
    for (const rights of ['root', 'login'] as const) {
      const { answers } = this.of(rights);
      for (const [question, kept] of Object.entries(answers)) answers[question] = change(kept);
    }
    this.#packed = undefined;
  }

  end(rights: Rights, ended: Ended): void {
    this.of(rights).ended = ended;
    this.#packed = undefined;
  }

  /** Lets go of what can be unpacked again. */
  rest(): void {
    this.packed();
    this.#sides = undefined;
  }

  packed(): Buffer {
    this.#packed ??= gzipSync(JSON.stringify(this.#sides));
    return this.#packed;
  }
}

/** Throws Unreachable: a digest that anybody can compute says nothing of who wrote the answers. */
function unpacked(packed: Buffer): Record<Rights, Side> {
  try {
    const text = gunzipSync(packed, { maxOutputLength: MOST }).toString();
    return schema.parse(JSON.parse(text)) as Record<Rights, Side>;
  } catch {
    throw new Unreachable('snapshot-damaged', {
      detail: 'what it has of the host is no answer of a host.',
      hint: 'Take a new one.',
    });
  }
}

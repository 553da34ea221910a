import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
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

  /** `packed` is what `packed` gave; without it nothing is known of the host. Throws where it cannot be read. */
  constructor(packed?: Buffer) {
    this.#packed = packed;
    if (!packed) this.#sides = { root: { answers: {} }, login: { answers: {} } };
  }

  of(rights: Rights): Side {
    if (!this.#sides) {
      const unpacked = gunzipSync(this.#packed ?? '', { maxOutputLength: MOST }).toString();
      this.#sides = schema.parse(JSON.parse(unpacked)) as Record<Rights, Side>;
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

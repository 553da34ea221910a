import { createHmac, scrypt } from 'node:crypto';
import { canonicalText } from '../engine/applied/digest.ts';

/** Of scrypt (RFC 7914): a guess costs 64 MiB and a tenth of a second. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/**
 * Makes the digests of one saved plan. Its key comes of the secret values of the run and a salt, slowly: who has the
 * file and not the values can try none of what it has digests of without trying all of the values with it.
 */
export class PlanKey {
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  static of(salt: string, secrets: unknown): Promise<PlanKey> {
    return new Promise((resolve, reject) => {
      scrypt(canonicalText(secrets), Buffer.from(salt, 'hex'), 32, COST, (error, key) =>
        error ? reject(error) : resolve(new PlanKey(key)),
      );
    });
  }

  /** Tells that two plans with one salt have the same secret values. */
  get proof(): string {
    return this.digest(['secrets']);
  }

  /** A digest of words and bytes, in order, none of which can pass for a part of another. */
  digest(parts: readonly (string | Buffer)[]): string {
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) {
      const bytes = Buffer.from(part);
      hmac.update(`${bytes.length}:`).update(bytes);
    }
    return hmac.digest('hex').slice(0, 32);
  }
}

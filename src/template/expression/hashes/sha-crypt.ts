import { hash } from 'node:crypto';

interface Kind {
  algorithm: 'sha256' | 'sha512';
  id: number;
  /** The bytes of the digest in the order in which they are written, three by three. */
  order: readonly (readonly (number | undefined)[])[];
}

/** `crypt(3)` writes bytes i, i + n and i + 2n in turn, another of them first each time. */
function orderOf(
  size: number,
  turns: (turn: number) => readonly number[],
  rest: readonly (number | undefined)[],
) {
  const third = Math.floor(size / 3);
  return [
    ...Array.from({ length: third }, (_, turn) => turns(turn).map((part) => part * third + turn)),
    rest,
  ];
}

const KINDS: Readonly<Record<'sha256_crypt' | 'sha512_crypt', Kind>> = {
  sha256_crypt: {
    algorithm: 'sha256',
    id: 5,
    order: orderOf(
      32,
      (turn) =>
        [
          [0, 1, 2],
          [2, 0, 1],
          [1, 2, 0],
        ][turn % 3] ?? [],
      [undefined, 31, 30],
    ),
  },
  sha512_crypt: {
    algorithm: 'sha512',
    id: 6,
    order: orderOf(
      64,
      (turn) =>
        [
          [0, 1, 2],
          [1, 2, 0],
          [2, 0, 1],
        ][turn % 3] ?? [],
      [undefined, undefined, 63],
    ),
  },
};

/** Rounds that a hash has which names none. */
export const UNNAMED_ROUNDS = 5000;

/**
 * The hash of a password as `crypt(3)` has it for /etc/shadow: `$6$rounds=656000$salt$…`. The salt has at most 16
 * characters. Source: Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", 2007, whose steps are numbered here.
 * unixcrypt 3.0.4 gives wrong hashes for passwords of 32 and 64 bytes.
 */
export function shaCrypt(kind: keyof typeof KINDS, password: string, salt: string, rounds: number): string {
  const { algorithm, id, order } = KINDS[kind];
  const digest = (...parts: readonly Buffer[]) => hash(algorithm, Buffer.concat(parts), 'buffer');
  const [key, salted] = [Buffer.from(password), Buffer.from(salt)];
  // Steps 4 to 12.
  const alternate = digest(key, salted, key);
  const bits = [...key.length.toString(2)].toReversed().map((bit) => (bit === '1' ? alternate : key));
  let current = digest(key, salted, stretched(alternate, key.length), ...(key.length > 0 ? bits : []));
  // Steps 13 to 20.
  const keys = stretched(digest(...Array.from({ length: key.length }, () => key)), key.length);
  const times = 16 + (current[0] ?? 0);
  const salts = stretched(digest(...Array.from({ length: times }, () => salted)), salt.length);
  // Step 21.
  for (let round = 0; round < rounds; round++) {
    const isOdd = round % 2 === 1;
    current = digest(
      isOdd ? keys : current,
      ...(round % 3 === 0 ? [] : [salts]),
      ...(round % 7 === 0 ? [] : [keys]),
      isOdd ? current : keys,
    );
  }
  const named = rounds === UNNAMED_ROUNDS ? '' : `rounds=${rounds}$`;
  return `$${id}$${named}${salt}$${order.map((three) => written(three, current)).join('')}`;
}

/** The bytes again and again, up to a length. */
function stretched(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Six bits a character, the lowest first. */
function written(three: readonly (number | undefined)[], digest: Buffer): string {
  const there = three.filter((index) => index !== undefined);
  let value = there.reduce((sum, index) => sum * 256 + (digest[index] ?? 0), 0);
  let text = '';
  for (let left = there.length + 1; left > 0; left--) {
    text += DIGITS[value % 64];
    value = Math.floor(value / 64);
  }
  return text;
}

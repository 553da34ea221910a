import { createHash, randomInt } from 'node:crypto';
import { strOf } from '../values/text.ts';
import { isText, numberOf, plain, ValueFault } from '../values/value.ts';
import { countOf, listOf, textOf } from './arguments.ts';
import { operation } from './operation.ts';

/**
 * Python's `random.Random(seed)` for what Ansible does with it: the Mersenne Twister MT19937 (Matsumoto and Nishimura,
 * 1998), seeded as `random.seed(version=2)` seeds it. The same seed gives the same choice as Ansible's.
 */
class PythonRandom {
  readonly #state = new Uint32Array(624);
  #index = 624;

  constructor(seed: unknown) {
    this.#seed(keyOf(seed));
  }

  #seed(key: readonly number[]): void {
    const state = this.#state;
    state[0] = 19650218;
    for (let i = 1; i < 624; i++)
      state[i] = Math.imul(1812433253, at(state, i - 1) ^ (at(state, i - 1) >>> 30)) + i;
    let [i, j] = [1, 0];
    for (let k = Math.max(624, key.length); k > 0; k--) {
      const mixed = Math.imul(at(state, i - 1) ^ (at(state, i - 1) >>> 30), 1664525);
      state[i] = (at(state, i) ^ mixed) + (key[j] ?? 0) + j;
      if (++i >= 624) [state[0], i] = [at(state, 623), 1];
      if (++j >= key.length) j = 0;
    }
    for (let k = 623; k > 0; k--) {
      const mixed = Math.imul(at(state, i - 1) ^ (at(state, i - 1) >>> 30), 1566083941);
      state[i] = (at(state, i) ^ mixed) - i;
      if (++i >= 624) [state[0], i] = [at(state, 623), 1];
    }
    state[0] = 0x80000000;
  }

  #next(): number {
    const state = this.#state;
    if (this.#index >= 624) {
      for (let i = 0; i < 624; i++) {
        const y = (at(state, i) & 0x80000000) | (at(state, (i + 1) % 624) & 0x7fffffff);
        state[i] = at(state, (i + 397) % 624) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.#index = 0;
    }
    let y = at(state, this.#index++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A whole number from 0 and below `n`, as `_randbelow` finds it. */
  below(n: number): number {
    const bits = n.toString(2).length;
    for (;;) {
      const low = this.#next() >>> (32 - Math.min(bits, 32));
      const value = bits > 32 ? low + (this.#next() >>> (64 - bits)) * 2 ** 32 : low;
      if (value < n) return value;
    }
  }
}

function at(state: Uint32Array, index: number): number {
  return state[index] ?? 0;
}

/** The seed as 32-bit words, the lowest first: a text with its SHA-512 behind it, a number as it is. */
function keyOf(seed: unknown): number[] {
  const number = numberOf(seed);
  let value: bigint;
  if (number && 'int' in number) value = BigInt(number.int) < 0n ? -BigInt(number.int) : BigInt(number.int);
  else {
    const bytes = Buffer.from(isText(seed) ? plain(seed) : strOf(seed));
    value = BigInt(
      `0x${Buffer.concat([bytes, createHash('sha512').update(bytes).digest()]).toString('hex')}`,
    );
  }
  const words: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length > 0 ? words : [0];
}

/** Without a seed the choice differs each time. */
function chooser(seed: unknown): (n: number) => number {
  if (seed === undefined || seed === null) return (n) => randomInt(n);
  const random = new PythonRandom(seed);
  return (n) => random.below(n);
}

/** Numbers of ten hexadecimal digits. */
const [FIRST_MAC, LAST_MAC] = [0x1000000000, 0xffffffffff];

export const RANDOM = {
  random: operation('start step seed', (value: unknown, [start, step, seed]) => {
    const below = chooser(seed);
    const number = numberOf(value);
    if (!number) {
      const list = listOf(value);
      if (list.length === 0) throw new ValueFault('the list is empty');
      return list[below(list.length)];
    }
    const [from, by] = [countOf(start ?? undefined, 0), countOf(step ?? undefined, 1)];
    const count = Math.ceil((countOf(value) - from) / by);
    if (count < 1) throw new ValueFault('there is no number to choose');
    return from + by * below(count);
  }),
  /** community.general.random_mac. */
  random_mac: operation('seed', (value: unknown, [seed]) => {
    const start = textOf(value).toLowerCase();
    const parts = start.split(':');
    if (parts.length > 5 || !parts.every((part) => /^[a-f0-9]{2}/.test(part)))
      throw new ValueFault(`${start} is not the beginning of a MAC address`, 'Such as 52:54:00.');
    const below = chooser(seed);
    const digits = (FIRST_MAC + below(LAST_MAC - FIRST_MAC + 1))
      .toString(16)
      .slice(0, 2 * (6 - parts.length));
    return start + digits.replaceAll(/../g, ':$&');
  }),
  shuffle: operation('seed', (value: unknown, [seed]) => {
    const below = chooser(seed);
    const list = [...listOf(value)];
    for (let index = list.length - 1; index > 0; index--) {
      const other = below(index + 1);
      [list[index], list[other]] = [list[other], list[index]];
    }
    return list;
  }),
};

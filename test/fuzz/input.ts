import { mutated } from './mutate.ts';
import { Random } from './random.ts';
import type { Target } from './target.ts';

/** The input of this number: the same for the same seed, whatever was read before it. */
export function inputOf({ name, corpus, words = [] }: Target, seed: number, index: number): Buffer {
  const random = new Random(seed, name, index);
  return mutated(
    corpus,
    words.map((word) => Buffer.from(word)),
    random,
  );
}

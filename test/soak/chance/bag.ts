/** Gives numbers from 0 to 1. */
export type Random = () => number;

/** A whole number from 1 to `most`. */
export const upTo = (random: Random, most: number) => 1 + Math.floor(random() * most);

/** Chance that treats all items alike: they come as they are in a shuffled bag, then as in another one. */
export class Bag<T> {
  readonly #random: Random;
  readonly #items: readonly T[];
  readonly #waiting: T[] = [];

  constructor(random: Random, items: readonly T[]) {
    this.#random = random;
    this.#items = items;
  }

  /** The next item that fits. Those before it wait for the next time that they fit. */
  draw(fits: (item: T) => boolean = () => true): T {
    if (!this.#waiting.some(fits)) this.#waiting.push(...this.#shuffled());
    const at = this.#waiting.findIndex(fits);
    const [item] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** Makes an item that was of no use the next one. */
  putBack(item: T): void {
    this.#waiting.unshift(item);
  }

  #shuffled(): T[] {
    const rest = [...this.#items];
    return this.#items.flatMap(() => rest.splice(Math.floor(this.#random() * rest.length), 1));
  }
}

import { ValueFault } from './value.ts';

/** Longest text or list that an expression makes. */
export const LONGEST = 1_000_000;

/** A text that is not too long. */
export function bounded(text: string): string {
  if (text.length > LONGEST) throw tooLong();
  return text;
}

/** A list that is not too long. */
export function boundedList<T>(list: T[]): T[] {
  if (list.length > LONGEST) throw tooLong();
  return list;
}

/** Texts with `glue` between them. Throws ValueFault, before it is made, for a text that would be too long. */
export function joined(texts: readonly string[], glue: string): string {
  const length = texts.reduce((sum, text) => sum + text.length, Math.max(0, texts.length - 1) * glue.length);
  if (length > LONGEST) throw tooLong();
  return texts.join(glue);
}

/**
 * A text that is gathered piece by piece. What is one list in memory may be a thousand times in the text, so it ends as
 * soon as that is too long. Throws ValueFault.
 */
export class Gathered {
  readonly #pieces: string[] = [];
  #length = 0;

  add(piece: string): void {
    this.#length += piece.length;
    if (this.#length > LONGEST) throw tooLong();
    this.#pieces.push(piece);
  }

  /** Adds each of several things, with a text between them. */
  each<T>(things: Iterable<T>, between: string, add: (thing: T) => void): void {
    let isFirst = true;
    for (const thing of things) {
      if (!isFirst) this.add(between);
      isFirst = false;
      add(thing);
    }
  }

  get text(): string {
    return this.#pieces.join('');
  }
}

/** Values inside each other that an expression reads, as many as Python does. */
const DEEPEST = 1000;

/** A value that is not too deep. Throws ValueFault. */
export function shallow<T>(value: T, depth = 0): T {
  if (depth > DEEPEST) throw new ValueFault(`values are inside each other more than ${DEEPEST} times`);
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) if (typeof inner === 'object') shallow(inner, depth + 1);
  return value;
}

/** For whatever would be longer. */
export function tooLong(): ValueFault {
  return new ValueFault(`the result would be longer than ${LONGEST}`);
}

/** A text so many times; none where the count is negative. Throws ValueFault where that is too long. */
export function repeated(text: string, count: number): string {
  if (text.length * count > LONGEST) throw tooLong();
  return text.repeat(Math.max(0, count));
}

/** The character with this number. Throws ValueFault where there is none. */
export function characterOf(code: number): string {
  if (Number.isInteger(code) && code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
  throw new ValueFault(`${code} is the number of no character`);
}

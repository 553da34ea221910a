import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Any character of Unicode. The one of fast-check makes a table of all of them first, for a second of CPU. */
export const anyCharacter = fc.nat(0x10ffff - SURROGATES.count).map(characterOf, numberOf);

function characterOf(number: number): string {
  return String.fromCodePoint(number < SURROGATES.first ? number : number + SURROGATES.count);
}

/** So that fast-check can shrink a text, and put in words that are dangerous in some language. */
function numberOf(character: unknown): number {
  const point = typeof character === 'string' ? character.codePointAt(0) : undefined;
  if (point === undefined || character !== String.fromCodePoint(point)) throw new Error('no character');
  return point < SURROGATES.first ? point : point - SURROGATES.count;
}

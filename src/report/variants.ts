import { byName } from './fold.ts';

/** Up to this many values stand side by side; of more only the first and the last, or how many they are. */
const NAMED_VALUES = 3;

/** Words and what is between them. */
const PIECES = /[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu;
const WORD = /^[\p{L}\p{N}]/u;

/** Where an IPv6 address or a MAC address may stand; its groups need not have a digit. */
const COLONED = /[0-9a-f:]+/gi;
const WORDS = /[\p{L}\p{N}]+/gu;

/**
 * What several hosts say as one text: where they differ the values stand in braces, `172.16.50.{11…70}/24`. Texts that
 * are not built alike stand in braces as a whole.
 */
export function foldedText(texts: readonly string[]): string {
  const all = [...new Set(texts)].map((text) => text.match(PIECES) ?? []);
  const [first = []] = all;
  const isAlike = all.every(
    (pieces) =>
      pieces.length === first.length &&
      pieces.every((piece, index) => WORD.test(piece) || piece === first[index]),
  );
  if (!isAlike) return braced(texts);
  return first.map((_, index) => braced(all.map((pieces) => pieces[index] ?? ''))).join('');
}

/**
 * A text without what differs from host to host: the name of the host itself, addresses, and words with a digit.
 * Texts of the same outline say the same of other values.
 */
export function outline(text: string, host: string): string {
  const pieces = text.replaceAll(COLONED, (word) => (/:.*:/.test(word) ? '#' : word)).split(host);
  return pieces.join('#').replaceAll(WORDS, (word) => (/\p{N}/u.test(word) ? '#' : word));
}

/** `11` for one value, `{11, 12}` for a few, `{11…70}` for more numbers, `{alpha, beta … 58 more}` for more words. */
function braced(values: readonly string[]): string {
  const distinct = [...new Set(values)].toSorted(byName);
  const [first = '', ...others] = distinct;
  if (others.length === 0) return first;
  const { head, bodies, tail } = apart(distinct);
  const [least = '', most = ''] = [bodies[0], bodies.at(-1)];
  if (bodies.length <= NAMED_VALUES) return `${head}{${bodies.join(', ')}}${tail}`;
  const areNumbers =
    bodies.every((body) => /^\d+$/.test(body)) || bodies.every((body) => /^[0-9a-f]{2}$/.test(body));
  if (areNumbers) return `${head}{${least}…${most}}${tail}`;
  const named = bodies.slice(0, NAMED_VALUES - 1);
  return `${head}{${named.join(', ')} … ${bodies.length - named.length} more}${tail}`;
}

/** Words that differ in one number only are cut around it: `kvm01`, `kvm02` are `kvm` and the numbers. */
function apart(words: readonly string[]): { head: string; bodies: string[]; tail: string } {
  const cut = words.map((word) => /^(\D*)(\d+)(\D*)$/.exec(word));
  const [, head = '', , tail = ''] = cut[0] ?? [];
  if (!cut.every((one) => one !== null && one[1] === head && one[3] === tail))
    return { head: '', bodies: [...words], tail: '' };
  return { head, bodies: cut.map((one) => one?.[2] ?? ''), tail };
}

/**
 * A text of a host or of a user as one line that is safe on a terminal: control characters, invisible ones, those
 * that turn the direction of writing and lone surrogates are shown as escapes (`\n`, `\x1b`, `\u202e`).
 */
export function printable(text: string): string {
  if (ASCII.test(text)) return text;
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** The lines of a text, each printable. A newline at its end begins no line of its own. */
export function printableLines(text: string): string[] {
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(printable);
}

/** How many columns of a terminal a printable text takes: combining marks none, East Asian letters and emoji two. */
export function columns(text: string): number {
  if (ASCII.test(text)) return text.length;
  let count = 0;
  for (const character of text.normalize('NFC')) {
    if (/\p{M}/u.test(character)) continue;
    count += WIDE.test(character) ? 2 : 1;
  }
  return count;
}

/** Nearly all text: to judge each character by its properties takes a hundred times as long. */
const ASCII = /^[ -~]*$/;

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\u{${hex}}`;
  return NAMED[character] ?? (code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`);
}

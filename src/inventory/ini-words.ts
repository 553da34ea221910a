/** A word of a line, and the offset at which it begins. */
export interface Word {
  text: string;
  start: number;
}

/** A quote that is never closed, or a backslash at the end. */
export class OpenQuote extends Error {}

const BLANK = /[ \t\r\n]/;

/**
 * Splits a line into words as a POSIX shell would, without expanding anything. With `comments`, a `#` outside
 * quotes ends the line.
 * Throws OpenQuote.
 * Source: Python's shlex in POSIX mode, which Ansible uses for host lines and for ssh arguments.
 */
export function splitWords(line: string, { comments = false } = {}): Word[] {
  const words: Word[] = [];
  let word: Word | undefined;
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    if (!quote && comments && char === '#') break;
    if (!quote && BLANK.test(char)) {
      word = undefined;
      continue;
    }
    if (!word) {
      word = { text: '', start: index };
      words.push(word);
    }
    if (char === quote) quote = '';
    else if (!quote && (char === '"' || char === "'")) quote = char;
    else if (char === '\\' && escapes(quote, line.charAt(index + 1))) word.text += line.charAt(++index);
    else word.text += char;
  }
  if (quote) throw new OpenQuote(`The quote ${quote} is never closed.`);
  return words;
}

/** Whether a backslash takes away the meaning of the character after it. */
function escapes(quote: string, next: string): boolean {
  if (quote === "'") return false;
  if (quote === '"') return next === '"' || next === '\\';
  if (next === '') throw new OpenQuote('There is nothing after the backslash.');
  return true;
}

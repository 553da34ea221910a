import { type Fault, FaultError } from '../../template/fault.ts';
import { cut } from '../../template/interpolation/text.ts';

/** A word without its quotes, where it begins in the text, and where what comes behind it does. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/**
 * Cuts a text into words at blanks, as a POSIX shell does with quotes and backslashes; nothing is expanded. An
 * expression `{{ … }}` is part of one word, whatever stands in it; in a `plain` text there is none.
 * Throws FaultError for a quote that is not closed, and for what only a shell would understand.
 */
export function cutIntoWords(text: string, sort?: 'plain'): Word[] {
  const words = shellWords(text, sort);
  const operators = words.filter(({ bare, text: word }) => bare && OPERATOR.test(word));
  if (operators.length > 0) throw new FaultError(operators.map(onlyShell));
  return words;
}

/** The words of a text that a shell will read; `bare` is true for one without quotes. Throws FaultError for a quote that is not closed. */
export function shellWords(text: string, sort?: 'plain'): (Word & { bare: boolean })[] {
  const words: (Word & { bare: boolean })[] = [];
  let word: (typeof words)[number] | undefined;
  let quote: { mark: string; start: number } | undefined;
  let isEscaped = false;
  const add = (part: string, start: number, bare: boolean) => {
    word ??= { text: '', start, end: start, bare: true };
    word.text += part;
    word.bare &&= bare;
  };
  const end = (at: number) => {
    if (word) words.push({ ...word, end: at });
    word = undefined;
  };
  for (const { part, start, isExpression } of units(text, sort)) {
    if (isEscaped) {
      add(quote && !/["\\]/.test(part) ? `\\${part}` : part, start, false);
      isEscaped = false;
    } else if (isExpression) add(part, start, false);
    else if (part === '\\' && quote?.mark !== "'") isEscaped = true;
    else if (quote?.mark === part) quote = undefined;
    else if (quote) add(part, start, false);
    else if (/["']/.test(part)) {
      quote = { mark: part, start };
      add('', start + 1, false);
    } else if (/\s/.test(part)) end(start);
    else add(part, start, true);
  }
  if (isEscaped) add('\\', text.length - 1, false);
  if (quote) throw new FaultError([unclosed(quote.start)]);
  end(text.length);
  return words;
}

/** Characters, and expressions as one. */
function* units(
  text: string,
  sort?: 'plain',
): Iterable<{ part: string; start: number; isExpression: boolean }> {
  let at = 0;
  for (const piece of sort === 'plain' ? [{ text }] : cut(text)) {
    if ('text' in piece) {
      for (const character of piece.text) {
        yield { part: character, start: at, isExpression: false };
        at += character.length;
      }
    } else {
      const close = text.indexOf('}}', piece.start + piece.expression.length) + 2;
      yield { part: text.slice(at, close), start: at, isExpression: true };
      at = close;
    }
  }
}

/** Pipes, lists and redirections. */
const OPERATOR = /^(\|\|?|&&?|;|\d?[<>].*)$/;

function unclosed(start: number): Fault {
  return {
    start,
    end: start + 1,
    code: 'unclosed-quote',
    summary: 'A quote is never closed',
    detail: 'What follows it would be one word to the end.',
    hint: 'Close it, or put a backslash before it.',
  };
}

function onlyShell({ text, start, end }: Word): Fault {
  return {
    start,
    end,
    code: 'needs-shell',
    summary: 'No shell reads this',
    detail: `\`${text}\` would be an argument of the program.`,
    hint: 'Use the module `shell`, or put it in quotes if it is meant as an argument.',
  };
}

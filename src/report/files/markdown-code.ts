import { printable } from '../printable.ts';

/**
 * A text as code of Markdown, in one line. What hosts and users wrote is always code: nothing in it is markup, a link,
 * or a mention that calls somebody (CommonMark 0.31, 6.1).
 */
export function inlineCode(text: string): string {
  const safe = printable(text);
  if (safe.trim() === '') return '` `';
  // A bar divides the cells of a table, and a backslash before it may itself stand behind one.
  if (safe.includes('|')) return htmlCode(text);
  const fence = fenceFor(safe, 1);
  // One blank at each end is taken away again.
  const pad = /^[` ]|[` ]$/.test(safe) ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** The same as HTML, also for places where Markdown is not read. A reference is never markup. */
export function htmlCode(text: string): string {
  const safe = printable(text).replaceAll(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<code>${safe}</code>`;
}

/** Lines, each printable, as a block of code. */
export function codeBlock(lines: readonly string[], language = ''): string[] {
  const fence = fenceFor(lines.join('\n'), 3);
  return [`${fence}${language}`, ...lines, fence];
}

/** Backticks, more of them than stand together in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}

import type { Place } from '../problem.ts';
import type { Paint } from './paint.ts';
import { columns, printable } from './printable.ts';

/** Lines shown above and below the one that is pointed at. */
const CONTEXT = 2;
/** A line longer than the terminal is cut; this much of it is kept in front of what is underlined. */
const LEAD = 20;
/** A line of so many times the characters for which there is room is not measured to its end. */
const LONG = 4;

/** The lines around a place with what is meant underlined; none when its text is not known or has no such line. */
export function codeFrame(
  { source, line, column, length = 1 }: Place,
  paint: Paint,
  width: number,
): string[] {
  const lines = source === undefined ? [] : linesOf(source);
  const meant = lines[line - 1];
  if (meant === undefined) return [];
  const first = Math.max(1, line - CONTEXT);
  const last = Math.min(lines.length, line + CONTEXT);
  const gutter = String(last).length;
  const room = Math.max(20, width - gutter - 5);
  const fits = meant.length <= room * LONG && columns(printable(meant)) <= room;
  const cut = fits ? 0 : Math.max(0, column - 1 - LEAD);
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = clipped((lines[number - 1] ?? '').slice(cut), room);
    const here = number === line;
    frame.push(
      `${here ? paint('red', '>') : ' '} ${paint('dim', `${String(number).padStart(gutter)} |`)}${text && ` ${text}`}`,
    );
    if (!here) continue;
    const before = columns(printable(meant.slice(cut, column - 1)));
    const under = columns(printable(meant.slice(column - 1, column - 1 + length)));
    const carets = '^'.repeat(Math.max(1, Math.min(under, room - before)));
    frame.push(`  ${' '.repeat(gutter)} ${paint('dim', '|')} ${' '.repeat(before)}${paint('red', carets)}`);
  }
  return frame;
}

let split: { source: string; lines: readonly string[] } = { source: '', lines: [''] };

/** The problems of a file come one behind the other: it is split once for all of them. */
function linesOf(source: string): readonly string[] {
  if (source !== split.source) split = { source, lines: source.split(/\r?\n/) };
  return split.lines;
}

function clipped(line: string, room: number): string {
  const text = printable(line.slice(0, room * LONG));
  if (line.length <= room * LONG && columns(text) <= room) return text;
  let kept = '';
  for (const character of text) {
    if (columns(kept) >= room - 2) break;
    kept += character;
  }
  return `${kept}…`;
}

import { structuredPatch } from 'diff';
import type { TextDiff } from '../plan/change.ts';
import { counted } from './fold.ts';
import type { Paint } from './paint.ts';
import { printable, printableLines } from './printable.ts';

/** Texts that differ in more lines than this are reported by their number of lines: such a diff is too long to read. */
const MAX_EDIT_LENGTH = 1_000;

/** The lines of a unified diff, each printable; none when the texts are equal. `sides` are the names of the two. */
export function diffLines(
  { label, before, after }: TextDiff,
  paint: Paint,
  sides: readonly [string, string] = ['before', 'after'],
): string[] {
  if (before === after) return [];
  const name = printable(label);
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MAX_EDIT_LENGTH,
  });
  const header = [paint('bold', `--- ${sides[0]}: ${name}`), paint('bold', `+++ ${sides[1]}: ${name}`)];
  if (!patch) {
    const sizes = `${counted(lineCount(before), 'line')} → ${counted(lineCount(after), 'line')}`;
    return [...header, `(too different to show: ${sizes})`];
  }
  const hunks = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    paint('cyan', `@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`),
    ...lines.map((line) => painted(line, paint)),
  ]);
  return [...header, ...hunks];
}

/** An empty span is named by the line before it. */
function span(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function lineCount(text: string): number {
  return text === '' ? 0 : printableLines(text).length;
}

/** Tabs are shown as blanks here: they are common in configuration, and a line of them as `\t` cannot be read. */
function painted(line: string, paint: Paint): string {
  const text = printable(line.replaceAll('\t', '    '));
  if (line.startsWith('+')) return paint('green', text);
  if (line.startsWith('-')) return paint('red', text);
  return text;
}

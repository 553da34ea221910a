import type { Problem } from '../problem.ts';
import { counted, listed, ranges } from './fold.ts';
import { codeFrame } from './frame.ts';
import { type Paint, painter } from './paint.ts';
import { printable, printableLines } from './printable.ts';
import { wrapped } from './wrap.ts';

/** All problems at once, in the order given, and how many they are. Ends with a newline. */
export function formatProblems(
  problems: readonly Problem[],
  { color, width }: { color: boolean; width: number },
): string {
  const paint = painter(color);
  const blocks = problems.map((problem) => block(problem, paint, width).join('\n'));
  return `${[...blocks, paint('bold', `${counted(problems.length, 'problem')} found.`)].join('\n\n')}\n`;
}

function block(problem: Problem, paint: Paint, width: number): string[] {
  const { summary, detail, place, hint, command, hosts } = problem;
  const lines = [`${paint('red', 'error:')} ${paint('bold', printable(summary))}`];
  if (place) {
    lines.push(`  ${paint('cyan', `${printable(place.file)}:${place.line}:${place.column}`)}`);
    lines.push(...codeFrame(place, paint, width));
  }
  if (detail) lines.push(...prose(detail, width));
  if (hosts?.length) lines.push(`  hosts: ${listed(ranges(hosts), width - 9)}`);
  if (hint) lines.push(...prose(`hint: ${hint}`, width));
  if (command) lines.push('', `    ${paint('bold', printable(command))}`);
  return lines;
}

function prose(text: string, width: number): string[] {
  return printableLines(text).flatMap((line) => wrapped(line, width, '  '));
}

import { printableLines } from './printable.ts';
import { wrapped } from './wrap.ts';

export interface MessageOptions {
  width: number;
  indent: string;
  /** More lines than this are left out from the middle; 0 for none. */
  limit: number;
}

/** The lines of a message, broken between words. What is indented is a command to copy, or was laid out by a program. */
export function messageLines(message: string, { width, indent, limit }: MessageOptions): string[] {
  if (message === '') return [];
  const lines = printableLines(message);
  const left = lines.length - limit;
  const half = limit / 2;
  const shown =
    limit === 0 || left <= 1
      ? lines
      : [...lines.slice(0, half), `… ${left} lines left out, -v shows them …`, ...lines.slice(-half)];
  return shown.flatMap((line) => (/^\s/.test(line) ? [`${indent}${line}`] : wrapped(line, width, indent)));
}

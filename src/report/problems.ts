import { hiddenTexts } from '../hidden-texts.ts';
import type { Place, Problem } from '../problem.ts';
import { counted, listed, ranges } from './fold.ts';
import { codeFrame } from './frame.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { printable, printableLines } from './printable.ts';
import { wrapped } from './wrap.ts';

export interface ProblemOptions {
  color: boolean;
  /** Columns of the terminal; 80 where there is none. */
  width: number;
}

/** All problems at once, in the order given, and how many they are. Ends with a newline. */
export function formatProblems(problems: readonly Problem[], options: ProblemOptions): string {
  return all(problems, ERROR, options);
}

/** The same for what is odd but not in the way. */
export function formatWarnings(warnings: readonly Problem[], options: ProblemOptions): string {
  return all(warnings, WARNING, options);
}

interface Severity {
  label: string;
  noun: string;
  style: Style;
}

const ERROR: Severity = { label: 'error', noun: 'problem', style: 'red' };
const WARNING: Severity = { label: 'warning', noun: 'warning', style: 'yellow' };

function all(problems: readonly Problem[], severity: Severity, { color, width }: ProblemOptions): string {
  const paint = painter(color);
  const sources = new Map<string, string>();
  const blocks = problems.map((problem) =>
    block(concealed(problem, sources), severity, paint, width).join('\n'),
  );
  const count = paint('bold', `${counted(problems.length, severity.noun)}.`);
  return `${[...blocks, count].join('\n\n')}\n`;
}

/**
 * A problem without what is hidden, before lines are wrapped or cut, which would leave half of a secret.
 *
 * @param sources What became of the texts of files: problems come by the thousand, and a file may be long.
 */
function concealed(problem: Problem, sources: Map<string, string>): Problem {
  const { place, usedAt, ...rest } = problem;
  const said: Problem = hiddenTexts.concealAll({
    ...rest,
    ...(place && { place: bare(place) }),
    ...(usedAt && { usedAt: usedAt.map(bare) }),
  });
  if (!said.place || place?.source === undefined) return said;
  const source = sources.get(place.source) ?? hiddenTexts.conceal(place.source);
  sources.set(place.source, source);
  return { ...said, place: { ...said.place, source } };
}

function bare({ source: _, ...spot }: Place): Place {
  return spot;
}

function block(problem: Problem, { label, style }: Severity, paint: Paint, width: number): string[] {
  const { summary, detail, place, usedAt = [], hint, command, hosts } = problem;
  const lines = [`${paint(style, `${label}:`)} ${paint('bold', printable(summary))}`];
  if (place) {
    lines.push(`  ${paint('cyan', spot(place))}`);
    lines.push(...codeFrame(place, paint, width));
  }
  if (usedAt.length > 0) lines.push(`  used by ${listed(usedAt.map(spot), width - 10)}`);
  if (detail) lines.push(...prose(detail, width));
  if (hosts?.length) lines.push(`  hosts: ${listed(ranges(hosts), width - 9)}`);
  if (hint) lines.push(...prose(`hint: ${hint}`, width));
  if (command) lines.push('', `    ${paint('bold', printable(command))}`);
  return lines;
}

function spot({ file, line, column }: Place): string {
  return `${printable(file)}:${line}:${column}`;
}

function prose(text: string, width: number): string[] {
  return printableLines(text).flatMap((line) => wrapped(line, width, '  '));
}

import { collected, counted, listed, ranges } from '../../report/fold.ts';
import { printable } from '../../report/printable.ts';
import { when } from '../../report/when.ts';
import { wrapped } from '../../report/wrap.ts';
import type { RunDifference, TaskEnd } from '../questions/compare-runs.ts';
import type { RunSummary } from '../questions/runs.ts';

/** Two runs, and what ended differently in them. */
export interface Comparison {
  before: RunSummary;
  after: RunSummary;
  differences: readonly RunDifference[];
}

/** A block for each task and each way in which it ended differently. */
export function comparisonLines({ before, after, differences }: Comparison, width: number): string[] {
  const heads = [before, after].map(
    ({ number, mode, started, operator, commit }, index) =>
      `${'-+'[index]} run ${number}: ${mode} of ${when(started)} by ${printable(operator)}${commit ? `, commit ${commit.id.slice(0, 12)}` : ''}`,
  );
  if (differences.length === 0) return [...heads, '', 'Every task ended the same on every host.'];
  const groups = collected(differences, ({ host: _, ...rest }) => JSON.stringify(rest));
  const blocks = groups.flatMap(([first, ...others]) => {
    const hosts = [first, ...others].map(({ host }) => host);
    return [
      '',
      `TASK [${printable(first.task)}] ${listed(ranges(hosts), width)}`,
      ...side('-', first.before, width),
      ...side('+', first.after, width),
    ];
  });
  return [...heads, ...blocks, '', `${counted(differences.length, 'difference')}.`];
}

function side(sign: string, end: TaskEnd | undefined, width: number): string[] {
  if (!end) return [`  ${sign} not in this run`];
  const details = [...end.changes, ...(end.message === undefined ? [] : [end.message])];
  return [`  ${sign} ${end.status}`, ...details.flatMap((line) => wrapped(printable(line), width, '      '))];
}

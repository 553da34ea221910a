import { diffLines } from '../diff.ts';
import { counted, listed, ranges } from '../fold.ts';
import { plannedLines, rolloutLines } from '../rollout/rollout-lines.ts';
import { codeBlock, htmlCode, inlineCode } from './markdown-code.ts';
import { headOf } from './markdown-head.ts';
import { type Row, rowsOf } from './markdown-rows.ts';
import type { Report } from './report.ts';

/** GitHub refuses a comment of more than 65,536 characters; GitLab and Gitea take longer ones. */
const LONGEST = 60_000;
/** Characters of the names of hosts in a cell. */
const NAMES = 60;
/** Columns and lines of what is said of waves. */
const WIDTH = 100;
const WAVES = 40;
/** Lines of a row; the rest is counted. */
const LINES = 20;

/** A report for the comment of a merge request: Markdown of GitHub and GitLab, short enough for both. */
export function markdown(report: Report): string {
  const rows = rowsOf(report);
  const head = [...headOf(report, rows), ...wavesOf(report)];
  const table = rows.length === 0 ? [] : tableOf(rows, LONGEST - head.join('\n').length);
  const room = LONGEST - [...head, ...table].join('\n').length;
  const diffs = report.diff ? diffsOf(rows, room) : [];
  return `${[...head, ...table, ...diffs].join('\n').trimEnd()}\n`;
}

/** How the waves of a run went, or who would be in which. */
function wavesOf({ record: { mode, rollouts = [], tasks } }: Report): string[] {
  const lines = rollouts.flatMap((one) =>
    mode === 'apply' ? rolloutLines(one, tasks, WIDTH) : plannedLines(one, WIDTH),
  );
  if (lines.length === 0) return [];
  const more = lines.length > WAVES ? [`and ${counted(lines.length - WAVES, 'more line')}`] : [];
  return [...codeBlock([...lines.slice(0, WAVES), ...more], 'text'), ''];
}

function tableOf(rows: readonly Row[], room: number): string[] {
  const lines = ['| hosts | resource | state | what |', '| --- | --- | --- | --- |'];
  let left = room - lines.join('\n').length - NOTE;
  for (const [index, row] of rows.entries()) {
    const line = rowLine(row);
    left -= line.length + 1;
    if (left < 0) return [...lines, '', `${counted(rows.length - index, 'more row')} left out.`, ''];
    lines.push(line);
  }
  return [...lines, ''];
}

/** Characters that are kept for what says that something is left out. */
const NOTE = 100;

function rowLine({ hosts, about: name, state, lines }: Row): string {
  const more = lines.length > LINES ? [`and ${lines.length - LINES} more`] : [];
  const what = [...lines.filter(Boolean).slice(0, LINES).map(inlineCode), ...more].join('<br>');
  return `| ${inlineCode(listed(ranges(hosts), NAMES))} | ${inlineCode(name)} | ${state} | ${what} |`;
}

function diffsOf(rows: readonly Row[], room: number): string[] {
  const all: string[] = [];
  let left = room - NOTE;
  const diffs = rows.flatMap(({ hosts, changes }) =>
    changes.flatMap(({ diff }) => (diff ? [{ host: ranges(hosts)[0] ?? '', diff }] : [])),
  );
  for (const [index, { host, diff }] of diffs.entries()) {
    const text = codeBlock(
      diffLines(diff, (_, line) => line),
      'diff',
    );
    const block = [
      `<details><summary>${htmlCode(`${host}: ${diff.label}`)}</summary>`,
      '',
      ...text,
      '',
      '</details>',
      '',
    ];
    left -= block.join('\n').length + 1;
    if (left < 0) return [...all, `${counted(diffs.length - index, 'more difference')} left out.`];
    all.push(...block);
  }
  return all;
}

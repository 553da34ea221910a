import { stops } from '../../plan/outcome.ts';
import { diffLines } from '../diff.ts';
import { counted, listed, ranges } from '../fold.ts';
import { took } from '../when.ts';
import { codeBlock, htmlCode, inlineCode } from './markdown-code.ts';
import { type Row, rowsOf } from './markdown-rows.ts';
import { COMMANDS, type Report } from './report.ts';

/** GitHub refuses a comment of more than 65,536 characters; GitLab and Gitea take longer ones. */
const LONGEST = 60_000;
/** Characters of the names of hosts in a cell. */
const NAMES = 60;
/** Lines of a row; the rest is counted. */
const LINES = 20;

/** A report for the comment of a merge request: Markdown of GitHub and GitLab, short enough for both. */
export function markdown(report: Report): string {
  const rows = rowsOf(report);
  const head = [
    `### Virtfleet ${COMMANDS[report.record.mode]}: ${headline(report, rows)}`,
    '',
    about(report),
    '',
  ];
  const table = rows.length === 0 ? [] : tableOf(rows, LONGEST - head.join('\n').length);
  const room = LONGEST - [...head, ...table].join('\n').length;
  const diffs = report.diff ? diffsOf(rows, room) : [];
  return `${[...head, ...table, ...diffs].join('\n').trimEnd()}\n`;
}

function headline({ record, exitCode }: Report, rows: readonly Row[]): string {
  const { mode, hosts, tasks, interrupted } = record;
  const all = counted(hosts.length, 'host');
  const failed = new Set(tasks.filter(stops).map(({ host }) => host)).size;
  const differing = new Set(rows.filter(({ rank }) => rank > 0 && rank < 4).flatMap((row) => row.hosts)).size;
  const verb = mode === 'apply' ? 'changed' : differing === 1 ? 'differs' : 'differ';
  const parts = [
    ...(failed > 0 ? [`${failed} of ${all} failed`] : []),
    ...(differing > 0 ? [`${differing} of ${all} ${verb}`] : []),
    ...(interrupted ? ['interrupted'] : []),
    ...(exitCode === 70 ? ['a bug in Virtfleet'] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : `${all} in step`;
}

function about({ record, commit, inventory }: Report): string {
  const { playbook, run, started, ended } = record;
  const of = commit
    ? ` at commit ${inlineCode(commit.id.slice(0, 12))}${commit.changed ? ' with changes' : ''}`
    : '';
  const time = started.replace(/\.\d+Z$/, 'Z');
  const sources = inventory.map(inlineCode).join(', ');
  return `${inlineCode(playbook)}${of}, inventory ${sources}, ${time}, ${took(started, ended)}, run ${inlineCode(run)}`;
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

import { closingLines, stoppedLines } from '../closing.ts';
import { driftSummary } from '../drift/drift-lines.ts';
import { nextLines } from '../next-step.ts';
import { wrapped } from '../wrap.ts';
import { codeBlock } from './markdown-code.ts';
import { headOf } from './markdown-head.ts';
import { rowsOf } from './markdown-rows.ts';
import type { Report } from './report.ts';

/** Columns of its lines. */
const WIDTH = 100;

/**
 * How a run ended, in short: what stands below the recap on a terminal, and what to do next. Markdown for a page that
 * several steps of a job share, such as GitHub's summary; `markdown` has the table of all that differs.
 */
export function summary(report: Report): string {
  const { next = [] } = report;
  const lines = endOf(report);
  return `${[
    ...headOf(report, rowsOf(report)),
    ...(lines.length > 0 ? [...codeBlock(lines, 'text'), ''] : []),
    ...(next.length > 0 ? [...codeBlock(nextLines(next), 'text'), ''] : []),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function endOf({ record, findings = [] }: Report): string[] {
  const { mode, hosts, tasks, rollouts, interrupted } = record;
  const options = { mode, hosts: hosts.length, width: WIDTH, expand: false, ...(rollouts && { rollouts }) };
  const lines =
    mode === 'drift'
      ? [...stoppedLines(tasks, options), ...wrapped(driftSummary({ findings, tasks, hosts }), WIDTH)]
      : closingLines(tasks, options);
  return [...lines, ...(interrupted ? ['Interrupted: what had ended by then is reported.'] : [])];
}

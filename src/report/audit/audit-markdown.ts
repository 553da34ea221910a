import type { AuditFinding } from '../../audit/finding.ts';
import { inlineCode } from '../files/markdown-code.ts';
import { collected, counted, listed, ranges } from '../fold.ts';
import { auditSummary } from './audit-lines.ts';
import { type AuditReport, isOpen } from './audit-report.ts';

/** GitHub refuses a comment of more than 65,536 characters. */
const LONGEST = 60_000;
/** Characters of the names of hosts in a cell. */
const NAMES = 60;

/** An audit for the comment of a merge request. */
export function auditMarkdown(report: AuditReport): string {
  const { findings, unreachable, unseen } = report;
  const head = [`### Virtfleet audit: ${auditSummary(report)}`, ''];
  const notes = [
    ...unreachable.map(
      ({ host, message }) => `- ${inlineCode(host)} could not be read: ${inlineCode(message)}`,
    ),
    ...unseen.map(({ what, hosts }) => `- Not seen on ${inlineCode(listed(ranges(hosts), NAMES))}: ${what}.`),
  ];
  const rows = collected(findings, ({ rule, object, evidence, waiver }) =>
    JSON.stringify([rule, object, evidence, waiver]),
  );
  const lines = rows.map((same) =>
    rowLine(
      same[0],
      same.map(({ host }) => host),
    ),
  );
  const table = ['| severity | rule | hosts | object | found |', '| --- | --- | --- | --- | --- |'];
  let left = LONGEST - [...head, ...notes, ...table].join('\n').length - 100;
  const shown = lines.filter((line) => {
    left -= line.length + 1;
    return left >= 0;
  });
  const more = lines.length - shown.length;
  const body = rows.length > 0 ? [...table, ...shown, ''] : [];
  const cut = more > 0 ? [`${counted(more, 'more row')} left out.`, ''] : [];
  return `${[...head, ...body, ...cut, ...notes].join('\n').trimEnd()}\n`;
}

function rowLine(finding: AuditFinding, hosts: readonly string[]): string {
  const { severity, rule, object, evidence, command, waiver } = finding;
  const found = [evidence, ...(command === undefined ? [] : [command])].map(inlineCode).join('<br>');
  const state = isOpen(finding) ? severity : `waived until ${waiver?.until}`;
  return `| ${state} | ${rule} | ${inlineCode(listed(ranges(hosts), NAMES))} | ${inlineCode(object)} | ${found} |`;
}

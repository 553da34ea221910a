import type { AuditFinding } from '../../audit/finding.ts';
import { collected, counted, listed, ranges } from '../fold.ts';
import type { Paint } from '../paint.ts';
import { printable, printableLines } from '../printable.ts';
import { tableRows } from '../table.ts';
import { unreadLines } from '../unread-hosts.ts';
import { wrapped } from '../wrap.ts';
import { type AuditReport, isOpen } from './audit-report.ts';

export interface AuditOptions {
  paint: Paint;
  width: number;
  /** Whether every row is shown, each host by itself. */
  expand: boolean;
}

/** Rows of a rule that are shown without `--expand`. */
const MOST = 6;

/** The page of `virtfleet audit`: a table in groups by rule, the worst first. */
export function auditLines(report: AuditReport, options: AuditOptions): string[] {
  const { findings, unreachable, unseen } = report;
  const { paint, width } = options;
  const waived = findings.filter((one) => !isOpen(one));
  return [
    ...groupLines(findings.filter(isOpen), options),
    ...(waived.length > 0
      ? [paint('bold', 'WAIVED'), ...waived.flatMap((one) => waivedLines(one, width)), '']
      : []),
    ...(unreachable.length > 0 ? [...unreadLines(unreachable, paint, width), ''] : []),
    ...unseen.flatMap(({ what, hosts }) =>
      wrapped(`Not seen on ${listed(ranges(hosts), width - 30)}: ${what}.`, width),
    ),
    ...(unseen.length > 0 ? [''] : []),
    ...wrapped(auditSummary(report), width),
  ];
}

/** How much was found, in a sentence. */
export function auditSummary({ findings, hosts, rules }: AuditReport): string {
  const open = findings.filter(isOpen);
  const waived = findings.length - open.length;
  const apart = waived > 0 ? `; ${waived} waived` : '';
  if (open.length === 0)
    return `Nothing found: ${counted(hosts.length, 'host')}, ${counted(rules.length, 'rule')}${apart}.`;
  const errors = open.filter(({ severity }) => severity === 'error').length;
  const warnings = open.length - errors;
  const counts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  const touched = new Set(open.map(({ host }) => host)).size;
  return `${counts.join(' and ')} on ${touched} of ${counted(hosts.length, 'host')}${apart}.`;
}

function commandLines({ command }: AuditFinding): string[] {
  return command === undefined ? [] : printableLines(command).map((line) => `      ${line}`);
}

interface Row {
  hosts: readonly string[];
  finding: AuditFinding;
}

function groupLines(findings: readonly AuditFinding[], options: AuditOptions): string[] {
  const { paint, width, expand } = options;
  const groups = collected(findings, ({ rule }) => rule).map((same) => ({
    same,
    rows: rowsOf(same, expand),
  }));
  const shown = groups.flatMap(({ rows }) => rows.slice(0, expand ? undefined : MOST));
  const cells = shown.map(({ hosts, finding: { object, evidence } }) => [
    listed(ranges(hosts), Math.floor(width / 4)),
    object,
    evidence,
  ]);
  const [, ...table] = tableRows(['', '', ''], cells, width - 2);
  return groups.flatMap(({ same: [first, ...others], rows }) => {
    const own = rows
      .slice(0, expand ? undefined : MOST)
      .flatMap(({ finding }) => [
        ...(table.shift() ?? []).map((line) => `  ${line}`),
        ...commandLines(finding),
        ...(finding.place
          ? [`      ${printable(finding.place.file)}:${finding.place.line}:${finding.place.column}`]
          : []),
      ]);
    const more = rows.length > MOST && !expand ? [`  and ${rows.length - MOST} more rows (--expand)`] : [];
    return [
      ...title(first, others.length + 1, paint, width),
      ...own,
      ...more,
      ...about(first, width).map((line) => paint('dim', line)),
      '',
    ];
  });
}

function title(
  { severity, rule, summary }: AuditFinding,
  count: number,
  paint: Paint,
  width: number,
): string[] {
  const word = severity.toUpperCase();
  const [first = '', ...rest] = wrapped(
    `${word} ${rule}: ${printable(summary)}${count > 1 ? ` (${count})` : ''}`,
    width,
  );
  const color = severity === 'error' ? 'red' : 'yellow';
  return [
    paint(color, first.slice(0, word.length)) + paint('bold', first.slice(word.length)),
    ...rest.map((line) => paint('bold', line)),
  ];
}

function about({ why, todo }: AuditFinding, width: number): string[] {
  return [`why: ${why}`, `do: ${todo}`].flatMap((text) => wrapped(printable(text), width, '  '));
}

/** What hosts have alike is one row. */
function rowsOf(findings: readonly AuditFinding[], expand: boolean): Row[] {
  const keyOf = ({ host, object, evidence, command, place }: AuditFinding) =>
    JSON.stringify([expand ? host : '', object, evidence, command, place?.file, place?.line]);
  return collected(findings, keyOf).map((same) => ({
    hosts: same.map(({ host }) => host),
    finding: same[0],
  }));
}

function waivedLines({ rule, host, object, waiver }: AuditFinding, width: number): string[] {
  const until = waiver ? `until ${waiver.until}, ${waiver.who}: ${waiver.reason}` : '';
  return wrapped(printable(`${host}: ${object}: ${rule}, ${until}`), width, '  ');
}

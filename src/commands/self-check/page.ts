import { counted } from '../../report/fold.ts';
import { painter } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { tableRows } from '../../report/table.ts';
import { wrapped } from '../../report/wrap.ts';
import type { Finding } from './finding.ts';

/** The page of `self-check`: a row for each finding, and below what to do about those that are not ok. */
export function selfCheckLines(
  findings: readonly Finding[],
  { color, width }: { color: boolean; width: number },
): string[] {
  const paint = painter(color);
  const rows = findings.map(({ name, status, detail }) => [name, status, detail]);
  const [head = [], ...lines] = tableRows(['CHECK', 'STATE', 'WHAT'], rows, width);
  const advised = (status: Finding['status']) =>
    findings.filter((one) => one.status === status).flatMap((one) => adviceLines(one, width));
  const problems = findings.filter(({ status }) => status === 'problem').length;
  const notes = advised('note');
  return [
    ...head,
    ...lines.flatMap((row, index) => {
      const { status } = findings[index] ?? {};
      return status === 'ok' ? row : row.map((line) => paint(status === 'note' ? 'yellow' : 'red', line));
    }),
    ...(notes.length > 0 ? ['', 'It works, with something less:', ...notes] : []),
    ...(problems > 0 ? ['', `${counted(problems, 'problem')}:`, ...advised('problem')] : []),
  ];
}

function adviceLines({ name, advice, command }: Finding, width: number): string[] {
  return [
    ...wrapped(printable(`${name}: ${advice}`), width, '  '),
    ...(command === undefined ? [] : [`      ${command}`]),
  ];
}

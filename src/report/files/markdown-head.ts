import { stops } from '../../plan/outcome.ts';
import { counted } from '../fold.ts';
import { took } from '../when.ts';
import { inlineCode } from './markdown-code.ts';
import type { Row } from './markdown-rows.ts';
import { type Report, titleOf } from './report.ts';

/** How it ended, and what was run when: the first lines of what is written in Markdown. */
export function headOf(report: Report, rows: readonly Row[]): string[] {
  const title = `### Virtfleet ${titleOf(report)}: ${headline(report, rows)}`;
  const facts = (report.plan ?? []).map(([name, value]) => `- ${[name, inlineCode(value)].join(' ').trim()}`);
  return [title, '', about(report), '', ...(facts.length > 0 ? [...facts, ''] : [])];
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

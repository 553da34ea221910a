import type { Status } from '../plan/outcome.ts';
import { stepLines } from '../plan/step.ts';
import { changeLine, impactLines } from './change-lines.ts';
import { diffLines } from './diff.ts';
import { downtimeLines } from './downtime-lines.ts';
import { counted, listed, ranges } from './fold.ts';
import type { Group } from './groups.ts';
import type { Paint, Style } from './paint.ts';
import { columns, printable, printableLines } from './printable.ts';
import { wrapped } from './wrap.ts';

export interface BlockOptions {
  paint: Paint;
  width: number;
  verbose: boolean;
  diff: boolean;
}

/** Lines of a message that are shown without `-v`; what is left out stands in the middle. */
const MESSAGE_LINES = 20;

/** What became of a task on hosts where it ended the same way: `changed: [hv01, hv02]` and what belongs to it. */
export function groupLines(group: Group, options: BlockOptions): string[] {
  const { paint, diff, verbose } = options;
  const [outcome] = group.outcomes;
  const { status, message, warnings = [], changes } = outcome;
  const marks = `${outcome.ignored ? ' (ignored)' : ''}${outcome.unverified ? ' (unverified)' : ''}`;
  const label = `${LABELS[status]}${marks}: `;
  const lines = [paint(STYLES[status], label + who(group.hosts, options, columns(label)))];
  for (const [index, change] of changes.entries()) {
    const impacts = group.outcomes.flatMap(({ host, changes }) => {
      const impact = changes[index]?.impact;
      return impact ? [{ host, impact }] : [];
    });
    lines.push(`  ${changeLine(change, paint)}`);
    lines.push(...impactLines(impacts, paint).map((line) => `    ${line}`));
    if (verbose)
      for (const line of change.steps.flatMap(stepLines))
        lines.push(paint('dim', `    $ ${printable(line)}`));
    if (diff && change.diff) lines.push(...diffLines(change.diff, paint).map((line) => `    ${line}`));
  }
  lines.push(...downtimeLines(group.outcomes, verbose).map((line) => `  ${line}`));
  if (message) lines.push(...messageLines(message, options));
  for (const warning of warnings) {
    const text = wrapped(`warning: ${printable(warning)}`, options.width, '  ');
    lines.push(...text.map((line) => paint('yellow', line)));
  }
  return lines;
}

/** Up to this many hosts are named one by one. */
const NAMED_HOSTS = 4;

/** The names when they are few and no range shortens them, otherwise how many they are and their ranges. */
function who(hosts: readonly string[], { width, verbose }: BlockOptions, used: number): string {
  const folded = ranges(hosts);
  const names = `[${folded.join(', ')}]`;
  const isFew = folded.length === hosts.length && hosts.length <= NAMED_HOSTS;
  if (hosts.length === 1 || (isFew && used + columns(names) <= width)) return names;
  const count = `${counted(hosts.length, 'host')}: `;
  return count + listed(folded, verbose ? Number.POSITIVE_INFINITY : width - used - columns(count));
}

function messageLines(message: string, { verbose, width }: BlockOptions): string[] {
  const lines = printableLines(message);
  const left = lines.length - MESSAGE_LINES;
  const half = MESSAGE_LINES / 2;
  const shown =
    verbose || left <= 1
      ? lines
      : [...lines.slice(0, half), `… ${left} lines left out, -v shows them …`, ...lines.slice(-half)];
  // What is indented is a command to copy, or was laid out by a program.
  return shown.flatMap((line) => (/^\s/.test(line) ? [`  ${line}`] : wrapped(line, width, '  ')));
}

const LABELS: Readonly<Record<Status, string>> = {
  ok: 'ok',
  changed: 'changed',
  'would-change': 'would change',
  skipped: 'skipped',
  blocked: 'blocked',
  failed: 'failed',
  'not-converged': 'not converged',
  reverted: 'reverted',
  unreachable: 'unreachable',
  lost: 'lost',
  'not-started': 'not started',
};

const STYLES: Readonly<Record<Status, Style>> = {
  ok: 'green',
  changed: 'yellow',
  'would-change': 'yellow',
  skipped: 'cyan',
  blocked: 'magenta',
  failed: 'red',
  'not-converged': 'red',
  reverted: 'red',
  unreachable: 'red',
  lost: 'red',
  'not-started': 'magenta',
};

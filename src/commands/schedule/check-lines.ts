import type { RunSummary } from '../../history/questions/runs.ts';
import { hostCounts } from '../../history/screens/runs-table.ts';
import { counted } from '../../report/fold.ts';
import { printable } from '../../report/printable.ts';
import { tableLines } from '../../report/table.ts';
import { when } from '../../report/when.ts';
import { wrapped } from '../../report/wrap.ts';
import type { Blackout } from '../../schedule/blackout.ts';

/** A scheduled check at some moment. */
export interface CheckState {
  name: string;
  cron: string;
  timezone: string | undefined;
  /** Milliseconds since 1970. */
  next: number;
  /** The last one that began. */
  last?: RunSummary;
  isRunning: boolean;
  /** Why it is overdue; undefined when it is not. */
  overdue: string | undefined;
}

/** The page of `schedule check`. */
export function checkLines(
  states: readonly CheckState[],
  blackouts: readonly Blackout[],
  width: number,
): string[] {
  const rows = states.map(({ name, next, last, isRunning, overdue }) => [
    name,
    when(new Date(next).toISOString()),
    last ? when(last.started) : 'never',
    [overdue === undefined ? [] : 'overdue', last ? resultOf(last, isRunning) : []].flat().join('; '),
  ]);
  const late = states.filter(({ overdue }) => overdue !== undefined);
  const count = `${late.length} of ${counted(states.length, 'check')} ${late.length === 1 ? 'is' : 'are'} overdue:`;
  return [
    ...tableLines(['CHECK', 'NEXT', 'LAST', 'RESULT'], rows, width),
    ...blackouts.flatMap(({ hosts, to, timezone, reason }) => {
      const zone = timezone === undefined ? '' : ` (${timezone})`;
      return ['', ...wrapped(printable(`Blackout of ${hosts} until ${to}${zone}: ${reason}`), width)];
    }),
    ...(late.length > 0 ? ['', count] : []),
    ...late.flatMap(({ name, overdue }) => wrapped(`  ${name}: ${overdue}`, width)),
  ];
}

function resultOf(run: RunSummary, isRunning: boolean): string {
  if (isRunning) return `run ${run.number} goes on`;
  const interrupted = run.exit_code === 130 ? ', interrupted' : '';
  return `run ${run.number}: ${run.ended === undefined ? 'killed' : hostCounts(run.hosts)}${interrupted}`;
}

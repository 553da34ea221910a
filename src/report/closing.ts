import { type Mode, type Outcome, type Status, stops } from '../plan/outcome.ts';
import { counted, listed, ranges } from './fold.ts';

/** The sentences below the recap: what a dry run would do, and which hosts stopped on the way. */
export function closingLines(
  outcomes: readonly Outcome[],
  hosts: number,
  mode: Mode,
  width: number,
): string[] {
  const isCheck = mode === 'check';
  const lines = isCheck ? [`Check: nothing was changed. ${forecast(outcomes)}`] : [];
  const stopped = new Map(outcomes.filter(stops).map(({ host, status }) => [host, status]));
  if (stopped.size > 0) {
    const verb = isCheck ? 'would not get through' : 'did not get through';
    lines.push(
      `${stopped.size} of ${counted(hosts, 'host')} ${verb}:`,
      `  ${listed(byStatus(stopped), width - 2)}`,
    );
  }
  return lines;
}

/** `hv[01:20] (failed)`, in the order in which the statuses first came. */
function byStatus(stopped: ReadonlyMap<string, Status>): string[] {
  return [...new Set(stopped.values())].flatMap((status) => {
    const names = [...stopped.keys()].filter((host) => stopped.get(host) === status);
    return ranges(names).map((range) => `${range} (${status})`);
  });
}

function forecast(outcomes: readonly Outcome[]): string {
  const coming = outcomes.filter(({ status }) => status === 'would-change');
  if (coming.length === 0) return 'No change would be made.';
  const changes = coming.reduce((sum, outcome) => sum + outcome.changes.length, 0);
  const hosts = new Set(coming.map(({ host }) => host)).size;
  return `${counted(changes, 'change')} on ${counted(hosts, 'host')} would be made.`;
}

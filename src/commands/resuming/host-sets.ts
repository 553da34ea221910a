import { type LimitSets, readLimit, setsIn } from '../../inventory/limit.ts';
import { formatWarnings } from '../../report/problems.ts';
import { when } from '../../report/when.ts';
import { type Io, NothingToDo } from '../command.ts';
import { UsageError } from '../declaration/option.ts';

/** What is said of a set that has no host. */
const EMPTY = {
  failed: 'no host failed',
  unreachable: 'every host was reached',
  changed: 'nothing was changed on any host',
  'not-done': 'every host came to its end',
} as const;

/**
 * The hosts of the sets that a limit names, such as `@failed`: of the run that is named, else of the last one of these
 * playbooks that wrote. Throws UsageError for a run that is not there, and NothingToDo where the limit leaves no host.
 */
export async function limitSetsOf(
  limit: string | undefined,
  { playbooks, history: place }: { playbooks: readonly string[]; history?: string | undefined },
  io: Io,
): Promise<LimitSets | undefined> {
  const named = limit === undefined ? [] : setsIn(limit);
  if (limit === undefined || named.length === 0) return undefined;
  // The libraries of the history are for those who ask it.
  const [{ historyToRead }, { findRun }, { hostsIn, lastRunOf }, { runSummary }] = await Promise.all([
    import('../execution/history-to-read.ts'),
    import('../../history/questions/find-run.ts'),
    import('../../history/questions/resumable.ts'),
    import('../../history/questions/runs.ts'),
  ]);
  const history = await historyToRead(place, io);
  const sets = new Map<string, readonly string[]>();
  const empty: string[] = [];
  try {
    for (const { written, set, run: word } of named) {
      const run = await (word === undefined ? lastRunOf(history, playbooks) : findRun(history, word)).catch(
        (error: Error) => {
          throw new UsageError(`--limit ${written}: ${error.message} Hosts are separated by commas.`);
        },
      );
      if (run === undefined) throw new UsageError(`--limit ${written}: ${noRun(playbooks)}`);
      const hosts = await hostsIn(history, run, set);
      sets.set(written, hosts);
      const { started } = await runSummary(history, run);
      if (hosts.length === 0) empty.push(`In run ${run} of ${when(started)} ${EMPTY[set]}.`);
    }
  } finally {
    await history.destroy();
  }
  const said = [...new Set(empty)].join(' ');
  if (leavesNone(limit, sets))
    throw new NothingToDo(`Nothing to do: --limit ${limit} leaves no host. ${said}`);
  if (said !== '') io.err(formatWarnings([{ code: 'empty-limit', summary: EMPTY_LIMIT, detail: said }], io));
  return sets;
}

const EMPTY_LIMIT = 'A part of --limit names no host';

function noRun(playbooks: readonly string[]): string {
  const what = playbooks.length > 0 ? `no run of ${playbooks.join(' ')}` : 'no run';
  return `${what} is kept. virtfleet history lists those that are.`;
}

/** Whether all that could add hosts are sets without any, or an intersection with such a set takes all away. */
function leavesNone(limit: string, sets: LimitSets): boolean {
  const { parts } = readLimit(limit);
  const isEmpty = (part: string) => sets.get(part)?.length === 0;
  const adding = parts.filter((part) => !/^[&!]/.test(part));
  const isNone = adding.length > 0 && adding.every(isEmpty);
  return isNone || parts.some((part) => part.startsWith('&') && isEmpty(part.slice(1)));
}

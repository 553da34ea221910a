import type { History } from '../history.ts';
import { outcomesOf } from './run-outcomes.ts';
import { type RunFilter, runNumbers, runSummary } from './runs.ts';

/**
 * The lines of NDJSON for the runs of a filter, oldest first: one of type `run` for each run, behind it one of type
 * `task` for each outcome. One run at a time is in memory.
 */
export async function* exportLines(history: History, filter: RunFilter): AsyncGenerator<string> {
  for (const number of await runNumbers(history, filter)) {
    const run = await runSummary(history, number);
    const tasks = await outcomesOf(history, run, filter.host);
    const lines = [
      JSON.stringify({ type: 'run', ...run }),
      ...tasks.map(({ changes, ...task }) =>
        JSON.stringify({
          type: 'task',
          run: run.id,
          ...task,
          changes: changes.map(({ steps: _, ...change }) => change),
        }),
      ),
    ];
    yield `${lines.join('\n')}\n`;
  }
}

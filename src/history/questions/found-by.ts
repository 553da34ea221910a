import { type Finding, resourceOf } from '../../drift/finding.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import type { Found } from '../found-row.ts';
import type { History } from '../history.ts';

/**
 * What a drift check found; `tasks` are its outcomes, which have the texts to compare. Undefined of a check that did not
 * come to its end, or is older than what is kept of checks.
 */
export async function foundBy(
  history: History,
  run: number,
  tasks: readonly TaskRecord[],
): Promise<Found | undefined> {
  const row = await history.selectFrom('findings').selectAll().where('run', '=', run).executeTakeFirst();
  if (!row) return undefined;
  const texts = new Map(
    tasks.flatMap((task) =>
      task.changes.flatMap(({ what, diff }) =>
        diff ? [[key(task.host, resourceOf(task), what), diff]] : [],
      ),
    ),
  );
  const findings = (JSON.parse(row.findings) as Finding[]).map(({ changes, ...finding }) => ({
    ...finding,
    changes: changes.map((change) => {
      const diff = texts.get(key(finding.host, finding.resource, change.what));
      return { ...change, ...(diff && { diff }), steps: [] };
    }),
  }));
  return { findings, unprivileged: JSON.parse(row.unprivileged) as string[] };
}

function key(...words: readonly string[]): string {
  return JSON.stringify(words);
}

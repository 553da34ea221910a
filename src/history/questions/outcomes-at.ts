import type { History } from '../history.ts';

/** The start of a query: all outcomes of a host that are about a resource, such as `network default`. */
export function outcomesAt(history: History, host: string, resource: string) {
  return history
    .selectFrom('tasks')
    .innerJoin('outcomes', (join) =>
      join
        .onRef('outcomes.run', '=', 'tasks.run')
        .onRef('outcomes.task', '=', 'tasks.task')
        .on('outcomes.host', '=', host),
    )
    .where('tasks.resource', '=', resource);
}

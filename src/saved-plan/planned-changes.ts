import { canonicalText, digestOf } from '../engine/applied/digest.ts';
import type { PlannedHost } from '../engine/host-settings.ts';
import type { Change } from '../plan/change.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';

/** The tasks of a dry run that change something, or may: what was reviewed of a host, each as text. */
export function reviewed(records: readonly TaskRecord[]): string[] {
  return records
    .filter(({ status, unverified }) => status === 'would-change' || unverified)
    .map(({ play, task, module, resource, status, changes, unverified }) =>
      canonicalText({ play, task, module, resource, status, changes, unverified }),
    );
}

/** What each task of a host may change: of those whose plan does not wait for what only a run tells. */
export class Permitted {
  readonly #changes = new Map<string, Set<string>>();
  /** Tasks that were planned before something else was done which they may read. */
  readonly #free = new Set<string>();

  constructor(tasks: PlannedHost['tasks']) {
    for (const { task, outcome } of tasks) {
      const key = keyOf(task);
      const isCertain = !outcome.unverified && ['ok', 'would-change'].includes(outcome.status);
      if (!isCertain) this.#free.add(key);
      const all = this.#changes.get(key) ?? new Set();
      this.#changes.set(key, all);
      for (const change of outcome.changes) all.add(digest(change));
    }
  }

  /** The changes that the task may not make. */
  others(task: ResolvedTask, changes: readonly Change[]): Change[] {
    const key = keyOf(task);
    const all = this.#changes.get(key);
    if (!all || this.#free.has(key)) return [];
    return changes.filter((change) => !change.bookkeeping && !all.has(digest(change)));
  }
}

function keyOf({ play, name, place, delegateTo }: ResolvedTask): string {
  return JSON.stringify([play, name, place.file, place.line, place.column, delegateTo]);
}

/** In memory only: steps have contents. */
function digest({ action, what, before, after, steps }: Change): string {
  return digestOf({ action, what, before, after, steps }, () => false);
}

import { globExpression } from '../inventory/glob.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../template/suggest.ts';
import type { TaskLeaf } from './model.ts';

/**
 * Where a run begins: at the first task that `--start-at-task` names, by its name or with its role before it
 * (`role : name`); the name may be a glob. Without a name it begins with the first task.
 * Source: `get_next_task_for_host` in `executor/play_iterator.py` of Ansible 2.14.
 */
export class StartAt {
  readonly #name: string | undefined;
  readonly #known = new Set<string>();
  #isFound: boolean;
  /** Tasks that stand before it. */
  #before = 0;

  constructor(name: string | undefined) {
    this.#name = name;
    this.#isFound = name === undefined;
  }

  /** Whether it has been met, and what follows runs. */
  get isFound(): boolean {
    return this.#isFound;
  }

  /** Whether the task runs; to be asked for all in their order. */
  takes(task: TaskLeaf): boolean {
    if (this.#isFound || task.kind === 'meta') return this.#isFound;
    const names = namesOf(task);
    for (const name of names) this.#known.add(name);
    const glob = globExpression(this.#name ?? '');
    this.#isFound = names.some((name) => name === this.#name || glob.test(name));
    if (!this.#isFound) this.#before += 1;
    return this.#isFound;
  }

  /** That there is no such task. */
  problems(): Problem[] {
    if (this.#isFound) return [];
    const name = this.#name ?? '';
    return [
      {
        code: 'unknown-start',
        summary: 'There is no task to start at',
        detail: `No task has the name \`${name}\`.`,
        hint: 'virtfleet run --list-tasks shows the names of all tasks.',
        ...didYouMean(name, this.#known),
      },
    ];
  }

  /** What is not started. */
  warnings(): Problem[] {
    if (this.#before === 0) return [];
    const tasks = this.#before === 1 ? 'One task before it is' : `${this.#before} tasks before it are`;
    const detail = `${tasks} not started, and nothing that they would set is known.`;
    return [{ code: 'start-at-task', summary: 'The run begins at a later task', detail }];
  }
}

function namesOf(task: Exclude<TaskLeaf, { kind: 'meta' }>): string[] {
  const name = task.name?.text;
  if (name === undefined) return [];
  return task.role ? [name, `${task.role.name} : ${name}`] : [name];
}

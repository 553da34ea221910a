import type { AnyModule } from '../../modules/module.ts';
import { FACT_VARIABLES, setup } from '../../modules/setup.ts';
import { NO_GUARD } from '../../plan/guard.ts';
import type { Play } from '../model.ts';
import { type HostPlay, type ResolvedTask, tasksOf } from './resolved-play.ts';

const FACTS: ReadonlySet<string> = new Set(FACT_VARIABLES);

/** Whether a host has its facts when a play begins: it had them read, it would have had it, or it must not. */
export type Gathering = 'done' | 'due' | 'no';

/** The play with a task before all others that reads the facts which some task waits for. */
export function gathering(
  play: Play,
  resolved: HostPlay,
  rest: Pick<ResolvedTask, 'become' | 'consent'>,
): HostPlay {
  const { tasks, handlers } = resolved;
  return { tasks: [gatherTask(play, rest), ...tasks], handlers };
}

/** Whether a task waits for a fact; an include of which nothing is known yet may have one that does. */
export function needsFacts(resolved: HostPlay): boolean {
  return tasksOf(resolved).some(
    (task) =>
      task.kind === 'pending' &&
      (task.module.includes('include') || task.needs.some((name) => FACTS.has(name))),
  );
}

function gatherTask({ name, place }: Play, rest: Pick<ResolvedTask, 'become' | 'consent'>): ResolvedTask {
  const definition = setup as AnyModule;
  return {
    ...{ kind: 'task', definition, desired: setup.args.parse({}), play: name, name: 'Gathering Facts' },
    ...{ module: setup.name, place, looped: false, notify: [], ignoreErrors: false, guard: NO_GUARD },
    ...rest,
  };
}

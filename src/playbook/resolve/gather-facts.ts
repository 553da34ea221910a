import type { AnyModule } from '../../modules/module.ts';
import { FACT_VARIABLES, setup } from '../../modules/setup.ts';
import { NO_GUARD } from '../../plan/guard.ts';
import type { Play } from '../model.ts';
import {
  type HostPlay,
  type HostTree,
  type ResolvedPlay,
  type ResolvedTask,
  resolvedIn,
} from './resolved-play.ts';

const FACTS: ReadonlySet<string> = new Set(FACT_VARIABLES);

/** Whether a host has its facts when a play begins: it had them read, it would have had it, or it must not. */
export type Gathering = 'done' | 'due' | 'no';

/** Whether one of these tasks waits for a fact. */
export function needsFacts(trees: readonly HostTree[]): boolean {
  return resolvedIn(trees).some(
    (task) => task.kind === 'pending' && task.needs.some((name) => FACTS.has(name)),
  );
}

/** The plays, in the first of which each host reads its facts, for tasks of other hosts that use them. */
export function withFacts<P extends ResolvedPlay>(plays: readonly P[]): P[] {
  const done = new Set<string>();
  return plays.map((play) => {
    const hosts = [...play.hosts].map(([name, { facts, ...own }]): [string, HostPlay] => {
      const isFirst = facts !== undefined && !done.has(name);
      if (isFirst) done.add(name);
      return [name, isFirst ? { ...own, tasks: [facts, ...own.tasks] } : own];
    });
    return { ...play, hosts: new Map(hosts) };
  });
}

/** What a play says for the tasks that it adds. */
type OfPlay = Pick<ResolvedTask, 'become' | 'consent' | 'ignoreUnreachable'>;

/** Has the facts of a host read in a play, once, before what waits for them. */
export class Gather {
  readonly #play: Play;
  readonly #rest: OfPlay;
  /** Whether they are to be read, and are not yet. */
  isDue: boolean;

  constructor(play: Play, rest: OfPlay, isDue: boolean) {
    this.#play = play;
    this.#rest = rest;
    this.isDue = isDue;
  }

  /** The task that nothing in the play has asked for yet. */
  get unread(): HostTree | undefined {
    return this.isDue ? gatherTask(this.#play, this.#rest) : undefined;
  }

  before(trees: readonly HostTree[]): HostTree[] {
    if (!this.isDue) return [...trees];
    this.isDue = false;
    return [gatherTask(this.#play, this.#rest), ...trees];
  }
}

function gatherTask({ name, place }: Play, rest: OfPlay): ResolvedTask {
  const definition = setup as AnyModule;
  return {
    ...{ kind: 'task', definition, desired: setup.args.parse({}), play: name, name: 'Gathering Facts' },
    ...{ module: setup.name, place, notify: [], ignoreErrors: false, guard: NO_GUARD },
    ...rest,
  };
}

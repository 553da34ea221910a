import type { Problem } from '../problem.ts';
import type { HostRollback } from './rollback-play.ts';

/** What a rollback knows of its hosts before it begins. */
interface Known {
  /** The number of the run. */
  run: number;
  hosts: ReadonlyMap<string, HostRollback | undefined>;
  /** The hosts on which the run may have changed something. */
  touched: ReadonlySet<string>;
  force: boolean;
}

/** What the operator has to know of a rollback: hosts with the same are one note. */
export function rollbackNotes({ run, hosts, touched, force }: Known): Problem[] {
  const notes = new Map<string, Problem>();
  const add = (host: string, problem: Problem) => {
    const key = `${problem.code} ${problem.detail}`;
    const known = notes.get(key);
    notes.set(key, { ...problem, hosts: [...(known?.hosts ?? []), host] });
  };
  for (const [host, rollback] of hosts) {
    if (!rollback) {
      if (touched.has(host)) add(host, NOTHING_KEPT);
      continue;
    }
    for (const what of rollback.conflicts) add(host, conflict(what, run, force));
    for (const what of rollback.beyond) add(host, beyond(what));
    if (rollback.isCut) add(host, CUT);
  }
  return [...notes.values()];
}

const NOTHING_KEPT: Problem = {
  code: 'nothing-kept',
  summary: 'The host keeps nothing of this run',
  detail: 'Nothing is rolled back there. A host keeps its last 20 runs, and only of tasks that were root.',
};

const CUT: Problem = {
  code: 'run-cut',
  summary: 'The run did not come to its end on the host',
  detail: 'What was changed again since is unknown: all that the run touched is brought back.',
};

function conflict(what: string, run: number, force: boolean): Problem {
  return {
    code: 'rollback-conflict',
    summary: force ? 'Changed again since the run' : 'Changed again since the run, and left alone',
    detail: `conflict: ${what} was changed since run ${run} left it.`,
    ...(!force && { hint: 'With --force it is brought back all the same.' }),
  };
}

function beyond(what: string): Problem {
  return {
    code: 'not-rolled-back',
    summary: 'This cannot be rolled back',
    detail: `cannot be rolled back: ${what}`,
  };
}

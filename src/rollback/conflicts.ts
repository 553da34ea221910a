import { stateDigest } from '../engine/kept/keeper.ts';
import type { KeptOnHost } from './kept-on-host.ts';
import { type KeptState, probeOf, statesIn } from './kept-states.ts';

/** What of a run can be taken back on a host. */
export interface Restorable {
  /** Something that was changed again since the run left it, in words such as `network default`. */
  conflicts: readonly string[];
  /** Whether it is in conflict: a state by the key of its probe, a file by its path. */
  isInConflict: (what: string) => boolean;
}

/** Compares what a run left with what is there; `now` has the values of the probes by their keys. */
export function conflictsOf(kept: KeptOnHost, now: ReadonlyMap<string, unknown>): Restorable {
  const left = new Map(kept.left.map((one) => [probeOf(one).key, one.digest]));
  const states = firstStates(kept).filter((state) => {
    const { key } = probeOf(state);
    const [as, is] = [left.get(key), stateDigest(now.get(key))];
    return as !== undefined && as !== '' && is !== as && is !== stateDigest(state.before);
  });
  const files = kept.files.filter(
    ({ before, left: as, now: is }) => as !== undefined && is !== as && is !== before,
  );
  const keys = new Set([...states.map((state) => probeOf(state).key), ...files.map(({ path }) => path)]);
  return {
    conflicts: [
      ...states.map(({ kind, name }) => `${kind} ${name}`),
      ...files.map(({ path }) => `file ${path}`),
    ],
    isInConflict: (what) => keys.has(what),
  };
}

/** Each state as it was before the run touched it first. */
export function firstStates({ tasks }: Pick<KeptOnHost, 'tasks'>): KeptState[] {
  const all = new Map<string, KeptState>();
  for (const state of tasks.flatMap(statesIn)) {
    const { key } = probeOf(state);
    if (!all.has(key)) all.set(key, state);
  }
  return [...all.values()];
}

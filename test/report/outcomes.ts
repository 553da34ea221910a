import type { Change } from '../../src/plan/change.ts';
import { NO_IMPACT } from '../../src/plan/change.ts';
import type { Outcome } from '../../src/plan/outcome.ts';

/** An outcome of task `network lab` in play `Networks`, but for what the test is about. */
export function outcome(host: string, rest: Partial<Outcome> = {}): Outcome {
  return {
    host,
    play: 'Networks',
    task: 'network lab',
    module: 'network',
    status: 'ok',
    changes: [],
    ...rest,
  };
}

export function change(what: string, rest: Partial<Change> = {}): Change {
  return { what, before: null, after: null, impact: NO_IMPACT, steps: [], predictions: [], ...rest };
}

import type { Meta, MetaAction } from '../model.ts';
import { holds } from './evaluate.ts';
import type { HostTree } from './resolved-play.ts';
import type { PlayContext } from './task-context.ts';
import { headOf } from './task-head.ts';
import { whenKnown } from './when-known.ts';

/** What a `meta` task comes to for one host. Throws ProblemError. */
export function resolveMeta({ action, when, ...meta }: Meta, now: PlayContext): readonly HostTree[] {
  const [steering, otherwise] = steeringOf(action, now.order);
  if (when.length === 0 || steering.length === 0) return steering;
  return whenKnown(headOf(meta, now, { module: 'meta', name: action }), { sets: [] }, now, (known) =>
    when.every((condition) => holds(condition, known)) ? steering : otherwise,
  );
}

/** What steers the host, and what is left of it where a condition does not hold. */
function steeringOf(action: MetaAction, order: readonly number[] | undefined): [HostTree[], HostTree[]] {
  switch (action) {
    case 'flush_handlers':
      return [[{ kind: action, order }], []];
    case 'end_host':
      return [[{ kind: action }], []];
    case 'end_play':
      // Each host comes to the end of a play that another one asks for.
      return [[{ kind: action, order, isAsked: true }], [{ kind: action, order, isAsked: false }]];
    default:
      return [[], []];
  }
}

import type { Change } from '../../plan/change.ts';
import { poolsNow } from './pool-answers.ts';
import type { ExistingPool } from './pool-state.ts';
import { childOf, type PoolNode } from './pool-xml.ts';
import { volumesOf } from './volume-state.ts';

/**
 * What a pool that starts or stops changes beside itself: its volumes, and of a folder that it is made. Others mount
 * what they have, or bring devices.
 */
export function seenThrough(name: string, pool: PoolNode): true | readonly string[] {
  const path = childOf(childOf(pool, 'target'), 'path')?.text;
  if (pool.attributes.type !== 'dir' || path === undefined) return true;
  return [volumesOf(name), poolsNow.key, path];
}

/** A start or stop shows and hides volumes, which are then read again. */
export function effects(
  name: string,
  before: ExistingPool,
  after: ExistingPool,
  { steps }: Pick<Change, 'steps'>,
) {
  const isRestart = steps.some((each) => each.do === 'virsh-set' && each.commands.length > 1);
  return before.active !== after.active || isRestart
    ? { sideEffects: seenThrough(name, after.definition) }
    : {};
}

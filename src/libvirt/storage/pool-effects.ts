import { poolsNow } from './pool-answers.ts';
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

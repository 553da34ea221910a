import type { Outcome } from '../../plan/outcome.ts';
import { type HostTree, resolvedIn } from '../../playbook/resolve/resolved-play.ts';
import { outcomeOf } from '../task-result.ts';

/** What a dry run says of the `rescue` of a block that did not fail. */
export function onFailure(host: string, rescue: readonly HostTree[], block: string): Outcome[] {
  const which = block === '' ? 'the block' : `block "${block}"`;
  const message = `runs only when a task of ${which} fails`;
  return resolvedIn(rescue).map((task) => outcomeOf(host, task, { status: 'skipped', message }));
}

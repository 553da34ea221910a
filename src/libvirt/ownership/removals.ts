import { type Exclusive, listAt } from '../compare/list-rules.ts';
import { qualifiedKey } from '../compare/paths.ts';
import { isUnset } from '../compare/unset.ts';
import type { Removals, Selector } from '../compare/unwritten.ts';
import { type Owners, ownedBy, type Written } from './ownership.ts';
import type { Description } from './stated-mode.ts';

/** What goes of what a task does not write. What another task of the run writes stays. */
export function removalsOf(
  { exclusive, unset, isComplete, merge, ...written }: Description & Written & { exclusive: Exclusive },
  owners: Owners,
): Removals {
  const owned = ownedBy(written, owners);
  const isNobodys: Selector = (path, key) => !written.kept.has(qualifiedKey(path, key));
  const nulls = isUnset(unset);
  return {
    exclusive,
    owned: merge ? (path, key) => listAt(path) !== undefined && owned(path, key) : owned,
    unset: (path, key) => nulls(path, key) && isNobodys(path, key),
    ...(isComplete && written.isWhole && { complete: isNobodys }),
  };
}

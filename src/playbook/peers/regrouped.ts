import type { Inventory, Joining } from '../../inventory/host.ts';

/** The last inventory that was made of another one: most tasks see the same groups. */
const last = new WeakMap<Inventory, { count: number; inventory: Inventory }>();

/** The inventory with the groups that hosts have joined; `joinings` only ever grow. */
export function regrouped(inventory: Inventory, joinings: readonly Joining[]): Inventory {
  if (joinings.length === 0) return inventory;
  const known = last.get(inventory);
  if (known?.count === joinings.length) return known.inventory;
  const made = inventory.regrouped(joinings);
  last.set(inventory, { count: joinings.length, inventory: made });
  return made;
}

import type { Copy } from '../../plan/change.ts';
import type { Unmanaged } from '../../plan/evidence.ts';
import { compareNetworks } from '../compare/compare.ts';
import type { Difference, Side } from '../compare/difference.ts';
import { keyOf, LIST_NAMES, type ListName, listAt } from '../compare/list-rules.ts';
import { qualifiedKey } from '../compare/paths.ts';
import type { Removals } from '../compare/unwritten.ts';
import type { Network } from '../model/network.ts';
import type { NetworkState } from '../observe/network-state.ts';
import { type Owners, ownersOf } from '../ownership/ownership.ts';
import type { OwnershipRecord } from '../ownership/ownership-record.ts';
import { removalsOf } from '../ownership/removals.ts';
import { stamped } from '../ownership/stamp.ts';
import { withStatedMode } from '../ownership/stated-mode.ts';
import type { ManagedNetwork } from './managed-network.ts';

/** Something of a network that no task of the run describes. */
export interface Undescribed {
  /** `reservation db`, `domain name`. */
  what: string;
  /** Its value in short; null where its name says all. */
  value: string | null;
  /** The path that leads there: `ip.dhcp.host`, `domain.name`. */
  at: string;
  copies: readonly Copy[];
  /** The task that wrote it, by the ownership record: one of another playbook, or one that has it no longer. */
  task?: string;
}

/**
 * What a network has and no task of the run describes, of which a run leaves everything as it is. What libvirt fills in
 * is nobody's, and is not among it. Of a task with `merge` it is only entries of the lists that it writes.
 */
export function undescribed(
  desired: ManagedNetwork,
  { network, record }: { network: NetworkState; record: OwnershipRecord },
): Undescribed[] {
  if (!network.exists || desired.state === 'absent') return [];
  const owners = ownersOf(desired, record);
  const found = new Map<string, Undescribed>();
  for (const [side, copy] of [['persistent', network.persistent] as const, ['live', network.live] as const])
    for (const { what, before, at, actual } of copy ? besides(desired, copy, side, owners) : []) {
      const value = before === 'present' || what.endsWith(` ${before}`) ? null : before;
      const key = JSON.stringify([what, value]);
      const { copies = [] } = found.get(key) ?? {};
      const task = owners.get(qualifiedKey(at, actual ? keyOf(at as ListName, actual) : ''));
      const own = side === 'live' ? ('running' as const) : ('stored' as const);
      found.set(key, { what, value, at, copies: [...copies, own], ...(task !== undefined && { task }) });
    }
  return [...found.values()];
}

/** `reservation db of network lab`: the same as a resource of its own. */
export function asUnmanaged(network: string, { what, value, copies, task }: Undescribed): Unmanaged {
  const about = [
    `${value ?? 'present'}  [${copies.join(', ')}]`,
    task && `task ${JSON.stringify(task)} wrote it`,
  ];
  return {
    resource: `${what} of network ${network}`,
    about: about.filter(Boolean).join('\n'),
    within: `network ${network}`,
  };
}

/** What would go if the tasks described the whole network, beside what goes or changes as they are. */
function besides(desired: ManagedNetwork, copy: Network, side: Side, owners: Owners): Difference[] {
  const definition = withStatedMode(desired, owners);
  const removals = removalsOf(desired, owners);
  const compared = (own: Removals) => compareNetworks(definition, stamped(copy, undefined), side, own);
  const isOthers = (path: string, key: string) => desired.kept.has(qualifiedKey(path, key));
  const whole: Removals = desired.merge
    ? { ...removals, exclusive: LIST_NAMES.filter((list) => desired.written[list]) }
    : { ...removals, exclusive: true, complete: (path, key) => !isOthers(path, key) };
  const known = new Set(
    compared(removals)
      .filter(({ kind }) => kind !== 'unmanaged')
      .map(nameOf),
  );
  return compared(whole).filter(
    (one) =>
      one.before !== null &&
      !known.has(nameOf(one)) &&
      !(one.actual && listAt(one.at) && isOthers(one.at, keyOf(one.at as ListName, one.actual))),
  );
}

function nameOf({ at, what }: Difference): string {
  return JSON.stringify([at, what]);
}

import { memoize } from '../../plan/memoize.ts';
import { type Paths, qualifiedKey } from '../compare/paths.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import type { NetworkState } from '../observe/network-state.ts';
import type { Owners, Written } from './ownership.ts';

/** How a task describes a network. */
export interface Description {
  definition: Network;
  /** What it sets to null. */
  unset: Paths;
  /** Whether the definition is the whole one, as XML is, and what it lacks outside of lists goes. */
  isComplete: boolean;
  /** Whether it describes a part, and nothing that it lacks says anything. */
  merge: boolean;
}

const MODE = 'forward.mode';

/**
 * The definition with the mode that it states without writing it: for libvirt a `forward` without a mode means nat, and
 * none at all means isolated. It does where the task describes the whole network, where it wrote the mode before or
 * made the network, and without any `forward` also where it writes a bridge or an address. Everything else, and
 * whatever stands beside another task that writes the mode, describes a part of a network.
 */
export function withStatedMode(
  { definition, unset, isComplete, merge, ...written }: Description & Written,
  owners: Owners,
): Network {
  const { forward, bridge, ip } = definition;
  if (forward?.mode) return definition;
  const owner = owners.get(qualifiedKey(MODE, ''));
  const isOthers = owner !== undefined && owner !== written.task && !isComplete;
  const isPart = merge || !written.isWhole || isOthers || written.kept.has(qualifiedKey(MODE, ''));
  const describes = isComplete || owner === written.task || (!forward && (bridge || ip?.length));
  const isStated = unset['forward'] || unset[MODE] || (!isPart && describes);
  return isStated ? withMode(definition) : definition;
}

/** The same object for all hosts: what is worked out of a definition is kept by it. */
const withMode = memoize(
  ({ forward, ...definition }: Network): Network => ({
    ...definition,
    forward: forward ? { ...forward, mode: 'nat' } : { mode: 'none' },
  }),
);

/** The mode as a path that the task writes, where it states one or brings it about. */
export function modePath({ forward }: Network, network: NetworkState): Paths {
  const isOpened = forward && network.exists && !(network.persistent ?? network.live)?.forward;
  return forward?.mode || isOpened || !network.exists ? { [MODE]: [''] } : {};
}

/** A sentence where a network loses its mode because the task has none. */
export function lostMode(
  { definition, unset }: Description,
  stated: Network,
  network: NetworkState,
): string[] {
  const copy = network.exists ? (network.persistent ?? network.live) : undefined;
  const isSilent = definition.forward === undefined && unset['forward'] === undefined && stated.forward;
  if (!isSilent || !copy || modeOf(copy) === 'none') return [];
  const mode = modeOf(copy);
  return [
    `The task has no forward, which means isolated, and the network on this host has mode ${mode}. To keep it, write "forward: { mode: ${mode} }"; a task that describes only a part of a network has "merge: true".`,
  ];
}

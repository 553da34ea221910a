import { differingCopies } from '../../libvirt/compare/copy-differences.ts';
import { hasOwnBridge } from '../../libvirt/model/mode.ts';
import {
  allNetworks,
  type ListedNetwork,
  type UnreadableNetwork,
} from '../../libvirt/observe/all-networks.ts';
import { stamped } from '../../libvirt/ownership/stamp.ts';
import type { Current } from '../../plan/probe.ts';
import { orElse, tried } from '../../plan/tried.ts';
import type { HostResources } from '../resources.ts';
import { networkArguments } from './network-arguments.ts';

/** What is read of the networks of a host. */
export const NETWORKS = { networks: tried(allNetworks) };

type Read = Current<typeof NETWORKS>;

/** The networks of libvirt on a host, as the next start has them. */
export function hostNetworks(host: string, { networks }: Read, options: { withIds: boolean }): HostResources {
  if ('why' in networks)
    return { resources: [], undescribed: [{ host, what: 'networks', why: networks.why }] };
  const found = networks.value.map((network) => ({
    name: network.name,
    ...('state' in network ? networkArguments(network, options) : { undescribed: network.unreadable }),
  }));
  return {
    resources: found.flatMap((one) =>
      'args' in one ? [{ host, kind: 'network', name: one.name, args: one.args }] : [],
    ),
    undescribed: [
      ...found.flatMap(({ name, ...one }) =>
        'undescribed' in one ? [[name, one.undescribed] as const] : [],
      ),
      ...networks.value.flatMap((network) => runningOtherwise(network)),
    ].map(([name, why]) => ({ host, what: `network ${name}`, why })),
  };
}

function runningOtherwise(network: ListedNetwork | UnreadableNetwork): (readonly [string, string])[] {
  const { persistent, live } = 'state' in network ? network.state : {};
  if (!persistent || !live) return [];
  const differing = differingCopies(stamped(persistent, undefined), stamped(live, undefined));
  if (differing.length === 0) return [];
  return [
    [
      network.name,
      `it runs otherwise than it is stored: ${differing.join(', ')}. What is stored is described.`,
    ],
  ];
}

/** The bridges that libvirt makes for networks. */
export function networkBridges({ networks }: Read): Set<string> {
  const all = orElse(networks, []);
  const definitions = all.flatMap((one) => ('state' in one ? [one.state.persistent, one.state.live] : []));
  return new Set(definitions.flatMap((one) => (one && hasOwnBridge(one) ? (one.bridge?.name ?? []) : [])));
}

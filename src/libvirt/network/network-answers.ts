import type { Plan } from '../../plan/plan.ts';
import type { Current } from '../../plan/probe.ts';
import { serializeNetwork } from '../format/serialize.ts';
import { allNetworks, type ListedNetwork, type UnreadableNetwork } from '../observe/all-networks.ts';
import type { NetworkState } from '../observe/network-state.ts';
import { leasesNow, type ToldLease } from './network-leases.ts';

/** What a task can read of networks. */
export const QUERIES = ['facts', 'get_xml', 'info', 'list_nets', 'status'] as const;
export type NetworkAnswer = (typeof QUERIES)[number];

/** All networks as they are when the task runs, whatever tasks before it did. */
export const networksNow: typeof allNetworks = {
  ...{ ...allNetworks, key: 'all networks now', volatile: true, awaited: true },
};

/** The same once a network is as `after` says. The UUID of one that is new is not known. */
export function networksNowAfter(
  all: readonly (ListedNetwork | UnreadableNetwork)[],
  name: string,
  after: NetworkState,
): (ListedNetwork | UnreadableNetwork)[] {
  const uuid = all.find((one) => one.name === name)?.uuid ?? '';
  const others = all.filter((one) => one.name !== name);
  if (!after.exists) return others;
  return [...others, { name, uuid, state: after }].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** What such a task reads. */
export function answerProbes(query: NetworkAnswer): { all: typeof networksNow; leases?: typeof leasesNow } {
  return query === 'info' || query === 'facts'
    ? { all: networksNow, leases: leasesNow }
    : { all: networksNow };
}

/** What a task asks for: one network by its name, or those in one state. */
interface Asked {
  name: string;
  state?: string | undefined;
}

/** The result of such a task, in the form of community.libvirt.virt_net 1.2. */
export function networkAnswer(
  query: NetworkAnswer,
  { name, state }: Asked,
  { all, leases = {} }: Current<ReturnType<typeof answerProbes>>,
): Plan {
  const readable = all.filter((one): one is ListedNetwork => 'state' in one);
  const result = (value: Readonly<Record<string, unknown>>): Plan => ({ changes: [], result: value });
  if (query === 'list_nets') {
    const found = all.filter((one) => state === undefined || ('state' in one && stateOf(one) === state));
    return result({ list_nets: found.map((one) => one.name) });
  }
  if (query === 'info' || query === 'facts') {
    const asked = readable.filter((one) => query === 'info' || name === '' || one.name === name);
    if (query === 'facts' && name !== '' && asked.length === 0) return missing(name);
    const networks = Object.fromEntries(asked.map((one) => [one.name, aboutOf(one, leases[one.uuid] ?? [])]));
    return result(
      query === 'info' ? { networks } : { ansible_facts: { ansible_libvirt_networks: networks } },
    );
  }
  const found = readable.find((one) => one.name === name);
  if (!found) return missing(name);
  if (query === 'status') return result({ status: stateOf(found) });
  const { persistent, live } = found.state;
  const definition = live ?? persistent;
  return result({ get_xml: definition ? serializeNetwork(definition) : '' });
}

function missing(name: string): Plan {
  return { changes: [], failure: `This host has no network ${name}.` };
}

function stateOf({ state }: ListedNetwork): string {
  return state.active ? 'active' : 'inactive';
}

function aboutOf(network: ListedNetwork, leases: readonly ToldLease[]): Readonly<Record<string, unknown>> {
  const { uuid, state } = network;
  const definition = state.persistent ?? state.live;
  return {
    ...{ uuid, state: stateOf(network), dhcp_leases: leases },
    autostart: state.autostart ? 'yes' : 'no',
    persistent: state.persistent ? 'yes' : 'no',
    ...(definition?.bridge?.name !== undefined && { bridge: definition.bridge.name }),
    ...(definition?.forward && { forward_mode: definition.forward.mode ?? 'nat' }),
    ...(definition?.domain && { domain: definition.domain.name }),
    ...(definition?.mac && { macaddress: definition.mac.address }),
  };
}

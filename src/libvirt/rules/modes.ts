import { can } from '../../versions/libvirt.ts';
import { pciName } from '../compare/list-rules.ts';
import { contains, familyOf, numberOf, prefixOf, spanOf, subnetOf } from '../model/address.ts';
import type { Forward } from '../model/elements/forward.ts';
import { isRouted, modeOf, ROUTED_ONLY } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { repeated } from './repeated.ts';
import { type Rule, type Where, writesMode } from './rule.ts';

/** Rules about what a forward mode needs and what it cannot have. */
export const MODE_RULES: readonly Rule[] = [
  {
    code: 'mode-without-ip',
    severity: 'error',
    summary: 'A network that forwards has no address',
    hint: 'Give it an ip, or forward mode none (or bridge, to use a bridge of the host).',
    isCertain: ({ ip }) => ip !== undefined,
    find: (network, { version }) => {
      const mode = modeOf(network);
      const needs =
        mode === 'nat' || mode === 'route' || (mode === 'open' && !can(version, 'mode open without an ip'));
      return needs && !network.ip?.length ? [{ at: ['forward'], detail: `mode ${mode} without an ip` }] : [];
    },
  },
  {
    code: 'mode-cannot-have',
    severity: 'error',
    summary: 'An element that this forward mode cannot have',
    hint: 'Take the element away, or choose nat, route, open or none.',
    isCertain: ({ bridge }, at) => !at.includes('bandwidth') || bridge?.name !== undefined,
    find: (network) => {
      const mode = modeOf(network);
      if (isRouted(mode)) return [];
      return foreignElements(network).map((at) => ({
        at,
        detail: `${at.join(' ')} with forward mode ${mode}`,
      }));
    },
  },
  {
    code: 'mode-bridge-and-interface',
    severity: 'error',
    summary: 'A bridge and interfaces at the same time',
    hint: 'Mode bridge uses either the bridge, or macvtap over the interfaces.',
    find: (network) => {
      const { bridge, forward = {} } = network;
      const hasPool = forward.dev ?? forward.interface?.length ?? forward.pf;
      return modeOf(network) === 'bridge' && bridge?.name !== undefined && hasPool
        ? [{ at: ['bridge', 'name'], detail: `bridge ${bridge.name} beside interfaces` }]
        : [];
    },
  },
  {
    code: 'forward-interfaces',
    severity: 'error',
    summary: 'Interfaces that this forward mode cannot have',
    hint: 'nat and route take one interface; open and none take none; hostdev takes PCI addresses or a pf.',
    isCertain: writesMode,
    find: (network) => {
      const mode = modeOf(network);
      const count = poolOf(network.forward).length;
      const most =
        mode === 'nat' || mode === 'route' ? 1 : ['open', 'none', 'hostdev'].includes(mode) ? 0 : Infinity;
      return count > most ? [{ at: ['forward', 'interface'], detail: `${count} with mode ${mode}` }] : [];
    },
  },
  {
    code: 'forward-dev',
    severity: 'error',
    summary: 'dev is not the first interface',
    hint: 'Leave dev out: libvirt sets it to the first interface.',
    find: ({ forward = {} }) => {
      const [first] = forward.interface ?? [];
      return forward.dev !== undefined && first && first.dev !== forward.dev
        ? [{ at: ['forward', 'dev'], detail: `dev ${forward.dev}, but the first interface is ${first.dev}` }]
        : [];
    },
  },
  {
    code: 'forward-pools',
    severity: 'error',
    summary: 'Devices given in more than one way',
    hint: 'Give one of interface (or dev), address and pf.',
    find: ({ forward = {} }) => {
      const ways = [poolOf(forward).length > 0, forward.address?.length, forward.pf].filter(Boolean);
      return ways.length > 1
        ? [{ at: ['forward'], detail: `${ways.length} of interface, address and pf` }]
        : [];
    },
  },
  {
    code: 'forward-repeated',
    severity: 'error',
    summary: 'A device is listed twice',
    hint: 'List it once.',
    find: ({ forward = {} }) => [
      ...repeated(forward.interface ?? [], ({ dev }) => dev, 'dev', ['forward', 'interface']),
      ...repeated(forward.address ?? [], pciName, 'address', ['forward', 'address']),
    ],
  },
  {
    code: 'forward-hostdev-only',
    severity: 'error',
    summary: 'Settings that only mode hostdev has',
    hint: 'Take them away, or choose mode hostdev.',
    isCertain: writesMode,
    find: (network) => {
      const { address, managed, driver } = network.forward ?? {};
      if (modeOf(network) === 'hostdev') return [];
      return [
        ...(driver ? [{ at: ['forward', 'driver'], detail: `driver with mode ${modeOf(network)}` }] : []),
        ...(address
          ? [{ at: ['forward', 'address'], detail: `PCI addresses with mode ${modeOf(network)}` }]
          : []),
        ...(managed ? [{ at: ['forward', 'managed'], detail: `managed with mode ${modeOf(network)}` }] : []),
      ];
    },
  },
  {
    code: 'driver-model-empty',
    severity: 'error',
    summary: 'A driver model without a name',
    hint: 'Leave model out, or name a kernel module: libvirt stores it, and cannot read it again in every mode.',
    find: ({ forward }) =>
      forward?.driver?.model === '' ? [{ at: ['forward', 'driver', 'model'], detail: 'model ""' }] : [],
  },
  {
    code: 'forward-not-virtual-function',
    severity: 'error',
    summary: 'A PCI device that is no virtual function of this host',
    hint: 'List them with: lspci -D | grep "Virtual Function"',
    find: ({ forward = {} }, { virtualFunctions }) =>
      (forward.address ?? []).flatMap((address, index) =>
        virtualFunctions && !virtualFunctions.includes(pciName(address))
          ? [{ at: ['forward', 'address', index], detail: pciName(address) }]
          : [],
      ),
  },
  {
    code: 'nat-range',
    severity: 'error',
    summary: 'A range for translation that cannot be',
    hint: 'nat needs mode nat, and a range starts with its smaller end.',
    find: (network) => {
      const { nat } = network.forward ?? {};
      if (!nat) return [];
      if (modeOf(network) !== 'nat')
        return [{ at: ['forward', 'nat'], detail: `nat with mode ${modeOf(network)}` }];
      const { address, port } = nat;
      const addresses = address && numberOf(address.start) > numberOf(address.end);
      return [
        ...(addresses
          ? [{ at: ['forward', 'nat', 'address'], detail: `${address.start} to ${address.end}` }]
          : []),
        ...(port && port.start > port.end
          ? [{ at: ['forward', 'nat', 'port'], detail: `${port.start} to ${port.end}` }]
          : []),
      ];
    },
  },
  {
    code: 'route-gateway',
    severity: 'error',
    summary: 'A gateway that the network does not reach',
    hint: 'The gateway is a guest of this network: take an address of one of its subnets.',
    isCertain: ({ ip }) => ip !== undefined,
    find: ({ ip = [], route = [] }) =>
      route.flatMap(({ gateway }, index) => {
        const span = spanOf(gateway);
        const reached = span && ip.some((each) => contains(subnetOf(each), span));
        return reached ? [] : [{ at: ['route', index, 'gateway'], detail: gateway }];
      }),
  },
  {
    code: 'route-address',
    severity: 'error',
    summary: 'A route that does not lead to a network',
    hint: 'Give the network address with its prefix, such as 10.9.0.0/16, of the family of the gateway.',
    find: ({ route = [] }) =>
      route.flatMap(({ address, gateway, ...others }, index) => {
        if (address === undefined) return [];
        const at = ['route', index, 'address'];
        if (familyOf(address) !== familyOf(gateway)) return [{ at, detail: `${address} by ${gateway}` }];
        const { netmask, prefix = netmask === undefined ? 0 : undefined } = others;
        const destination = { address, ...(netmask && { netmask }), ...(prefix !== undefined && { prefix }) };
        const { first } = subnetOf(destination);
        const length = prefixOf(destination);
        return first === numberOf(address) ? [] : [{ at, detail: `${address}/${length} has host bits` }];
      }),
  },
];

function poolOf({ dev, interface: interfaces }: Forward = {}): readonly { dev: string }[] {
  return interfaces ?? (dev === undefined ? [] : [{ dev }]);
}

function foreignElements(network: Network): Where['at'][] {
  const { bridge = {}, dns, bandwidth } = network;
  const mode = modeOf(network);
  const found: Where['at'][] = ROUTED_ONLY.filter((name) => {
    if (name === 'dns') return dns?.host?.length || dns?.srv?.length || dns?.txt?.length;
    if (name === 'ip') return network.ip?.length;
    return name !== 'route' && network[name] !== undefined;
  }).map((name) => [name]);
  const ofBridge = mode === 'bridge' ? ['stp', 'zone'] : ['name', 'stp', 'zone', 'macTableManager'];
  for (const name of ofBridge) if (name in bridge) found.push(['bridge', name]);
  if (bridge.delay) found.push(['bridge', 'delay']);
  if (mode === 'bridge' && bridge.name !== undefined) return found;
  if (bandwidth) found.push(['bandwidth']);
  network.portgroup?.forEach((each, index) => {
    if (each.bandwidth) found.push(['portgroup', index, 'bandwidth']);
  });
  return found;
}

import type { HostRoute } from '../../host/host-links.ts';
import { passedLines } from '../format/dnsmasq-lines.ts';
import { type Addressed, overlaps, prefixOf, spanOf, subnetOf } from '../model/address.ts';
import type { Ip, Range } from '../model/elements/ip.ts';
import { hasOwnBridge, modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { uuid as uuidType } from '../model/value.ts';
import type { Facts, Rule, Where } from './rule.ts';

/** Rules that need to know the host: its other networks, its routes and its links. */
export const HOST_RULES: readonly Rule[] = [
  {
    code: 'bridge-taken',
    severity: 'error',
    summary: 'Two networks use the same bridge',
    hint: 'Give the bridge another name, or none: libvirt takes a free one.',
    find: (network, { networks = [] }) => {
      const name = hasOwnBridge(network) ? network.bridge?.name : undefined;
      const other = othersOf(network, networks).find(
        ({ bridge }) => name !== undefined && bridge?.name === name,
      );
      return other
        ? [{ at: ['bridge', 'name'], detail: `${name} is the bridge of network ${other.name}` }]
        : [];
    },
  },
  {
    // libvirt fails to start it, and 11.3 deletes the other link while it cleans up.
    code: 'bridge-is-a-link',
    severity: 'error',
    summary: 'The bridge that libvirt is to create exists already',
    hint: 'Give the bridge another name; to use a bridge of the host, choose forward mode bridge.',
    find: (network, { links = [], bridge: own, networks = [] }) => {
      const name = hasOwnBridge(network) ? network.bridge?.name : undefined;
      const isKnown = othersOf(network, networks).some(({ bridge }) => bridge?.name === name);
      return name !== undefined && name !== own && links.includes(name) && !isKnown
        ? [{ at: ['bridge', 'name'], detail: `${name} is a link of this host` }]
        : [];
    },
  },
  {
    code: 'bridge-missing',
    severity: 'error',
    summary: 'The bridge of the host is not there',
    hint: 'Make it before the network, with a bridge task.',
    find: (network, facts) => (isOverSwitch(network) ? [] : missingBridge(network, facts)),
  },
  {
    code: 'switch-missing',
    severity: 'error',
    summary: 'The Open vSwitch bridge of the host is not there',
    hint: 'Make it before the network, by a command task: ovs-vsctl --may-exist add-br NAME.',
    find: (network, facts) => (isOverSwitch(network) ? missingBridge(network, facts) : []),
  },
  {
    code: 'card-without-functions',
    severity: 'error',
    summary: 'A card without virtual functions',
    hint: 'Check the name; a card that can have some gets them in /sys/class/net/NAME/device/sriov_numvfs.',
    find: ({ forward }, { functions, links }) => {
      const dev = forward?.pf?.dev;
      if (dev === undefined || functions !== 0) return [];
      const isThere = links?.includes(dev) ?? true;
      const detail = isThere ? `${dev} has none` : `this host has no ${dev}`;
      return [{ at: ['forward', 'pf', 'dev'], detail }];
    },
  },
  {
    code: 'zone-without-firewalld',
    severity: 'error',
    summary: 'A firewalld zone on a host where firewalld does not run',
    hint: 'Start firewalld there, by a task before this one, or take the zone away.',
    find: ({ bridge }, { firewalld }) =>
      bridge?.zone && firewalld === false ? [{ at: ['bridge', 'zone'], detail: `zone ${bridge.zone}` }] : [],
  },
  {
    code: 'dnsmasq-refuses',
    severity: 'error',
    summary: 'Something that the dnsmasq of the host does not take',
    hint: 'The options are those of dnsmasq(8), without dashes: libvirt passes them on unchecked.',
    find: (network, { refusals = {} }) =>
      passedLines(network).flatMap(({ text, at, what }) =>
        Object.hasOwn(refusals, text) ? [{ at, detail: `${what}: ${refusals[text]}` }] : [],
      ),
  },
  {
    code: 'interface-missing',
    severity: 'warning',
    summary: 'An interface of the host is not there',
    hint: 'Check the name: the network is stored, but reaches nothing.',
    find: ({ forward = {} }, { links }) => {
      const pool = forward.interface?.map(({ dev }) => dev) ?? [forward.dev];
      return pool.flatMap((dev) =>
        dev !== undefined && links && !links.includes(dev)
          ? [{ at: ['forward'], detail: `this host has no ${dev}` }]
          : [],
      );
    },
  },
  {
    code: 'subnet-taken-by-network',
    severity: 'error',
    summary: 'Subnets of two networks overlap',
    hint: 'Take another subnet, or remove the other network first.',
    find: (network, { networks = [] }) =>
      collisions(network, () =>
        othersOf(network, networks).flatMap(({ name, ip = [] }) =>
          ip.map((addressed) => ({ addressed, owner: `network ${name}` })),
        ),
      ),
  },
  {
    code: 'subnet-taken-by-route',
    severity: 'error',
    summary: 'A subnet overlaps a route of the host',
    hint: 'Take another subnet: the host would no longer reach one of the two, or libvirt refuses to start the network.',
    find: (network, facts) =>
      collisions(
        network,
        routesOf(network, facts, (...about) => !isBehind(...about) && !isHole(...about)),
      ),
  },
  {
    code: 'subnet-with-hole',
    severity: 'warning',
    summary: 'A part of a subnet is reached by another route of the host',
    hint: 'Give no guest an address of that part, or take a smaller subnet.',
    find: (network, facts) => collisions(network, routesOf(network, facts, isHole)),
  },
  {
    code: 'subnet-behind-route',
    severity: 'warning',
    summary: 'A subnet hides a part of what a router of the host leads to',
    hint: 'From now on the host looks for these addresses among its guests.',
    find: (network, facts) => collisions(network, routesOf(network, facts, isBehind)),
  },
  {
    code: 'route-taken',
    severity: 'error',
    summary: 'A route that the host has already',
    hint: 'Take the route away, here or on the host: libvirt refuses to start the network beside it.',
    find: (network, facts) =>
      (network.route ?? []).flatMap((route, index) => {
        const other = foreignRoutes(network, facts).find(({ destination }) => isSame(destination, route));
        const detail = `${route.address}/${prefixOf(route)} leads over ${other?.device}`;
        return other ? [{ at: ['route', index, 'address'], detail }] : [];
      }),
  },
  {
    code: 'uuid-taken',
    severity: 'error',
    summary: 'The uuid is not the one that libvirt knows',
    hint: 'Leave uuid out: libvirt refuses to change it, and every network has its own.',
    find: ({ name, uuid: written }, { networks = [] }) => {
      if (written === undefined) return [];
      const uuid = uuidType.canonical(written);
      const other = networks.find(
        (each) => (each.name === name) !== (each.uuid === uuid) && each.uuid !== undefined,
      );
      return other ? [{ at: ['uuid'], detail: `network ${other.name} has uuid ${other.uuid}` }] : [];
    },
  },
];

function missingBridge(network: Network, { links }: Facts): Where[] {
  const { name } = network.bridge ?? {};
  return modeOf(network) === 'bridge' && name !== undefined && links && !links.includes(name)
    ? [{ at: ['bridge', 'name'], detail: `this host has no ${name}` }]
    : [];
}

function isOverSwitch({ virtualport, portgroup = [] }: Network): boolean {
  return [virtualport, ...portgroup.map((each) => each.virtualport)].some(
    (port) => port?.type === 'openvswitch',
  );
}

interface Taken {
  addressed: Addressed;
  owner: string;
}

function collisions({ ip = [] }: Network, takenBy: (each: Ip) => readonly Taken[]): Where[] {
  return ip.flatMap((each, index) => {
    const other = takenBy(each).find(({ addressed }) => overlaps(subnetOf(addressed), subnetOf(each)));
    if (!other) return [];
    const { addressed, owner } = other;
    const [subnet, taken] = [each, addressed].map((one) => `${one.address}/${prefixOf(one)}`);
    return [{ at: ['ip', index, 'address'], detail: `${subnet} overlaps ${taken} of ${owner}` }];
  });
}

function foreignRoutes({ bridge }: Network, { routes = [], bridge: own }: Facts): HostRoute[] {
  return routes.filter(({ device }) => device !== bridge?.name && device !== own);
}

/** The routes of others that stand so to a subnet. */
function routesOf(network: Network, facts: Facts, stands: (route: HostRoute, ip: Ip) => boolean) {
  const foreign = foreignRoutes(network, facts).filter(({ destination }) => destination.prefix > 0);
  return (ip: Ip): Taken[] =>
    foreign
      .filter((route) => stands(route, ip))
      .map(({ destination, device }) => ({ addressed: destination, owner: `the route by ${device}` }));
}

/** A wide route to a router often covers what is used nearer by: the more specific route of the network wins. */
function isBehind({ destination, gateway }: HostRoute, ip: Ip): boolean {
  return gateway !== undefined && destination.prefix < prefixOf(ip);
}

/** The host keeps its more specific route. That harms nobody as long as the network itself uses no address there. */
function isHole({ destination }: HostRoute, ip: Ip): boolean {
  if (destination.prefix <= prefixOf(ip)) return false;
  const { address, dhcp = {} } = ip;
  const { range = [], host = [] } = dhcp;
  const used = [{ start: address }, ...range, ...host.map((each) => ({ start: each.ip }))];
  const taken = subnetOf(destination);
  return !used.some(({ start, end = start }: Partial<Range> & { start: string }) => {
    const span = spanOf(start, end);
    return span !== undefined && overlaps(span, taken);
  });
}

function isSame(one: Addressed, other: Addressed): boolean {
  return prefixOf(one) === prefixOf(other) && overlaps(subnetOf(one), subnetOf(other));
}

function othersOf(network: Network, networks: readonly Network[]): Network[] {
  return networks.filter(({ name }) => name !== network.name);
}

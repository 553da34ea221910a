import { type Addressed, overlaps, prefixOf, type Span, subnetOf } from '../address.ts';
import { hasOwnBridge, modeOf } from '../mode.ts';
import type { Network } from '../network.ts';
import type { Rule, Where } from './rule.ts';

/** Rules that need to know the host: its other networks, its routes and its links. */
export const HOST_RULES: readonly Rule[] = [
  {
    code: 'bridge-taken',
    severity: 'error',
    summary: 'Two networks want the same bridge',
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
    code: 'bridge-missing',
    severity: 'error',
    summary: 'The bridge of the host is not there',
    hint: 'Make it before the network, with a bridge task.',
    find: (network, { links }) => {
      const { name } = network.bridge ?? {};
      return modeOf(network) === 'bridge' && name !== undefined && links && !links.includes(name)
        ? [{ at: ['bridge', 'name'], detail: `there is no ${name}` }]
        : [];
    },
  },
  {
    code: 'interface-missing',
    severity: 'warning',
    summary: 'An interface of the host is not there',
    hint: 'Check the name: the network is stored, but reaches nothing.',
    find: ({ forward = {} }, { links }) => {
      const devices =
        forward.interface?.map(({ dev }) => dev) ?? (forward.dev === undefined ? [] : [forward.dev]);
      return devices.flatMap((dev) =>
        links && !links.includes(dev) ? [{ at: ['forward'], detail: `there is no ${dev}` }] : [],
      );
    },
  },
  {
    code: 'subnet-taken-by-network',
    severity: 'error',
    summary: 'Subnets of two networks overlap',
    hint: 'Take another subnet, or remove the other network first.',
    find: (network, { networks = [] }) =>
      collisions(
        network,
        othersOf(network, networks).flatMap(({ name, ip = [] }) =>
          ip.map((each) => named(each, `network ${name}`)),
        ),
      ),
  },
  {
    code: 'subnet-taken-by-route',
    severity: 'error',
    summary: 'A subnet overlaps a route of the host',
    hint: 'Take another subnet: libvirt refuses to start the network beside that route.',
    find: (network, { routes = [] }) => {
      const own = network.bridge?.name;
      const foreign = routes.filter(({ device, destination }) => device !== own && prefixOf(destination) > 0);
      return collisions(
        network,
        foreign.map(({ destination, device }) => named(destination, `the route by ${device}`)),
      );
    },
  },
  {
    code: 'uuid-taken',
    severity: 'error',
    summary: 'The uuid is not the one that libvirt knows',
    hint: 'Leave uuid out: libvirt refuses to change it, and every network has its own.',
    find: ({ name, uuid }, { networks = [] }) => {
      if (uuid === undefined) return [];
      const other = networks.find(
        (each) => (each.name === name) !== (each.uuid === uuid) && each.uuid !== undefined,
      );
      return other ? [{ at: ['uuid'], detail: `network ${other.name} has uuid ${other.uuid}` }] : [];
    },
  },
];

interface NamedSpan extends Span {
  words: string;
}

function named(addressed: Addressed, owner: string): NamedSpan {
  return { ...subnetOf(addressed), words: `${addressed.address}/${prefixOf(addressed)} of ${owner}` };
}

function collisions({ ip = [] }: Network, taken: readonly NamedSpan[]): Where[] {
  return ip.flatMap((each, index) => {
    const other = taken.find((span) => overlaps(span, subnetOf(each)));
    return other
      ? [
          {
            at: ['ip', index, 'address'],
            detail: `${each.address}/${prefixOf(each)} overlaps ${other.words}`,
          },
        ]
      : [];
  });
}

function othersOf(network: Network, networks: readonly Network[]): Network[] {
  return networks.filter(({ name }) => name !== network.name);
}

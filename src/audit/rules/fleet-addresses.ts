import {
  type Addressed,
  contains,
  overlaps,
  prefixOf,
  type Span,
  spanOf,
  subnetOf,
} from '../../libvirt/model/address.ts';
import { modeOf } from '../../libvirt/model/mode.ts';
import { memoize } from '../../plan/memoize.ts';
import { collected } from '../../report/fold.ts';
import { type AuditedHost, type AuditedNetwork, type Fleet, innerBridges } from '../host-model.ts';
import type { Found, Rule } from '../rule.ts';

/** Rules about addresses of several hosts. */
export const FLEET_ADDRESS_RULES: readonly Rule[] = [
  {
    id: 'routed-subnets-overlap',
    severity: 'error',
    summary: 'Hosts that route to each other have overlapping subnets',
    why: 'Others send packets of the subnet to one of the two hosts only. Guests of the other host get no answers.',
    todo: 'Give each host a subnet of its own, for example by subnet() and the index of the host in its group.',
    find: (fleet) =>
      overlapping(routedSubnets(fleet)).flatMap(([one, other]) =>
        one.host !== other.host && areNeighbours(one.host, other.host)
          ? [found(one, other), found(other, one)]
          : [],
      ),
  },
  {
    id: 'subnet-of-another-host',
    severity: 'warning',
    summary: 'A network has the subnet in which another host of the fleet is reached',
    why: 'The host and its guests look for that host among the guests and never reach it.',
    todo: 'Take a subnet that no host of the fleet is in.',
    find: ({ hosts }) => {
      const reached = hosts.flatMap((host) => uplinkAddresses(host).map(({ span }) => ({ host, span })));
      return hosts.flatMap((host) =>
        subnetsOn(host).flatMap(({ network, span, text }): Found[] => {
          const met = reached.filter((one) => contains(span, one.span));
          const [other] = met;
          // A subnet that the host itself is in is said by the rules about its routes.
          if (!other || met.some((one) => one.host === host)) return [];
          const evidence = `${text} has the address of ${other.host.name}`;
          return [{ host: host.name, object: `network ${network}`, evidence }];
        }),
      );
    },
  },
  {
    id: 'address-of-two-hosts',
    severity: 'error',
    summary: 'Two hosts have the same address',
    why: 'Each of them answers for it by ARP. Connections reach one or the other, and break when that changes.',
    todo: 'Give one of them another address, and look how both came to it: a cloned image, a copied host_vars.',
    find: ({ hosts }) =>
      collected(hosts.flatMap(uplinkAddresses), ({ address }) => address).flatMap((same) =>
        same.flatMap(({ host, link, cidr }): Found[] => {
          const other = same.find((one) => one.host !== host);
          const evidence = `${cidr} is the address of link ${other?.link} on ${other?.host}, too`;
          return other ? [{ host, object: `link ${link}`, evidence }] : [];
        }),
      ),
  },
];

interface Subnet {
  host: AuditedHost;
  network: string;
  span: Span;
  text: string;
}

function subnetsOn(host: AuditedHost, isMeant: (network: AuditedNetwork) => boolean = () => true): Subnet[] {
  return host.networks
    .filter(isMeant)
    .flatMap(({ name: network, definition: { ip = [] } }) =>
      ip.map((each) => ({ host, network, span: subnetOf(each), text: textOf(each) })),
    );
}

/** The subnets that others know of: what is behind NAT nobody sends packets to. */
function routedSubnets({ hosts }: Fleet): Subnet[] {
  return hosts.flatMap((host) =>
    subnetsOn(host, ({ definition }) => ['route', 'open'].includes(modeOf(definition))),
  );
}

function textOf(addressed: Addressed): string {
  return `${addressed.address}/${prefixOf(addressed)}`;
}

interface UplinkAddress {
  host: string;
  link: string;
  cidr: string;
  address: string;
  span: Span;
}

/** Addresses under which others know a host: not those of bridges that many hosts have alike. */
const uplinkAddresses = memoize((host: AuditedHost): readonly UplinkAddress[] => {
  const inner = innerBridges(host);
  return [...host.links.values()]
    .filter(({ name }) => name !== 'lo' && !inner.has(name))
    .flatMap(({ name, addresses }) =>
      addresses.flatMap((cidr) => {
        const [address = cidr] = cidr.split('/');
        const span = spanOf(address);
        return span ? [{ host: host.name, link: name, cidr, address, span }] : [];
      }),
    );
});

/** Whether two hosts are in one subnet, or one is the gateway of a route of the other. */
function areNeighbours(one: AuditedHost, other: AuditedHost): boolean {
  const [own, theirs] = [subnetsOut(one), subnetsOut(other)];
  return (
    own.some((subnet) => theirs.some((each) => overlaps(subnet, each))) ||
    leadsTo(one, other) ||
    leadsTo(other, one)
  );
}

const subnetsOut = memoize((host: AuditedHost): readonly Span[] =>
  uplinkAddresses(host).map(({ cidr, address }) => subnetOf({ address, prefix: Number(cidr.split('/')[1]) })),
);

function leadsTo({ routes }: AuditedHost, other: AuditedHost): boolean {
  const theirs = new Set(uplinkAddresses(other).map(({ address }) => address));
  return routes.some(({ gateway }) => gateway !== undefined && theirs.has(gateway));
}

function found(self: Subnet, they: Subnet): Found {
  const evidence = `${self.text} overlaps ${they.text} of network ${they.network} on ${they.host.name}`;
  return { host: self.host.name, object: `network ${self.network}`, evidence };
}

/** All pairs that overlap: in order, each is compared with those only that begin before it ends. */
function overlapping(all: readonly Subnet[]): [Subnet, Subnet][] {
  const sorted = all.toSorted((one, other) => (one.span.first < other.span.first ? -1 : 1));
  return sorted.flatMap((one, index) => {
    const pairs: [Subnet, Subnet][] = [];
    for (const other of sorted.slice(index + 1)) {
      if (other.span.first > one.span.last) break;
      if (overlaps(one.span, other.span)) pairs.push([one, other]);
    }
    return pairs;
  });
}

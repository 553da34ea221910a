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
import { type AuditedHost, type AuditedNetwork, type Fleet, ownBridges } from '../host-model.ts';
import { type Found, onHosts, type Rule } from '../rule.ts';

/** Rules about addresses of several hosts. */
export const FLEET_ADDRESS_RULES: readonly Rule[] = [
  {
    id: 'routed-subnets-overlap',
    severity: 'error',
    summary: 'Hosts that route to each other have overlapping subnets',
    why: 'Others send packets of the subnet to one of the two hosts only. Guests of the other host get no answers.',
    todo: 'Give each host a subnet of its own, for example by subnet() and the index of the host in its group.',
    find: (fleet) =>
      pairsOf(routedSubnets(fleet)).flatMap(([one, other]) =>
        one.host !== other.host && overlaps(one.span, other.span) && areNeighbours(one.host, other.host)
          ? bothWays(
              one,
              other,
              (self, they) =>
                `${self.text} overlaps ${they.text} of network ${they.network} on ${they.host.name}`,
            )
          : [],
      ),
  },
  {
    id: 'subnet-of-another-host',
    severity: 'warning',
    summary: 'A network has the subnet in which another host of the fleet is reached',
    why: 'The host and its guests look for that host among the guests and never reach it.',
    todo: 'Take a subnet that no host of the fleet is in.',
    find: onHosts((host, { hosts }) =>
      subnetsOn(host).flatMap(({ network, span, text }) => {
        const others = hosts.filter((one) => one !== host && !isIn(host, span));
        const reached = others.find((one) => isIn(one, span));
        return reached
          ? [{ object: `network ${network}`, evidence: `${text} has the address of ${reached.name}` }]
          : [];
      }),
    ),
  },
  {
    id: 'address-of-two-hosts',
    severity: 'error',
    summary: 'Two hosts have the same address',
    why: 'Each of them answers for it by ARP. Connections reach one or the other, and break when that changes.',
    todo: 'Give one of them another address, and look how both came to it: a cloned image, a copied host_vars.',
    find: ({ hosts }) => repeats(hosts.flatMap(uplinkAddresses), 'address'),
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

/** Addresses of a host that are not those of libvirt's bridges, which many hosts have alike. */
function uplinkAddresses(host: AuditedHost): (Found & { key: string })[] {
  const own = ownBridges(host);
  return [...host.links.values()]
    .filter(({ name }) => name !== 'lo' && !own.has(name))
    .flatMap(({ name, addresses }) =>
      addresses.map((cidr) => ({
        key: cidr.split('/')[0] ?? cidr,
        host: host.name,
        object: `link ${name}`,
        evidence: cidr,
      })),
    );
}

function repeats(all: readonly (Found & { key: string })[], noun: string): Found[] {
  return all.flatMap(({ key, ...own }) => {
    const other = all.find((one) => one.key === key && one.host !== own.host);
    return other
      ? [{ ...own, evidence: `${own.evidence} is the ${noun} of ${other.object} on ${other.host}, too` }]
      : [];
  });
}

/** Whether a host is reached in a subnet by an address that is not one of libvirt's. */
function isIn(host: AuditedHost, span: Span): boolean {
  return uplinkAddresses(host).some(({ key }) => {
    const address = spanOf(key);
    return address !== undefined && contains(span, address);
  });
}

/** Whether two hosts are in one subnet, or one is the gateway of a route of the other. */
function areNeighbours(one: AuditedHost, other: AuditedHost): boolean {
  const [own, theirs] = [one, other].map((host) => linksOut(host));
  return (
    (own ?? []).some((subnet) => (theirs ?? []).some((each) => overlaps(subnet, each))) ||
    leadsTo(one, other) ||
    leadsTo(other, one)
  );
}

function linksOut(host: AuditedHost): Span[] {
  return uplinkAddresses(host).map(({ evidence }) => {
    const [address = '', prefix] = evidence.split('/');
    return subnetOf({ address, prefix: Number(prefix) });
  });
}

function leadsTo({ routes }: AuditedHost, other: AuditedHost): boolean {
  const theirs = new Set(uplinkAddresses(other).map(({ key }) => key));
  return routes.some(({ gateway }) => gateway !== undefined && theirs.has(gateway));
}

function bothWays(one: Subnet, other: Subnet, say: (self: Subnet, they: Subnet) => string): Found[] {
  return [
    [one, other],
    [other, one],
  ].flatMap(([self, they]) =>
    self && they
      ? [{ host: self.host.name, object: `network ${self.network}`, evidence: say(self, they) }]
      : [],
  );
}

function pairsOf<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((one, index) => all.slice(index + 1).map((other): [T, T] => [one, other]));
}

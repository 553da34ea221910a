import { Address4, Address6 } from 'ip-address';
import { memoize } from '../../plan/memoize.ts';

/** The addresses from `first` to `last`, both included. */
export interface Span {
  family: 'ipv4' | 'ipv6';
  first: bigint;
  last: bigint;
}

/** What `<ip>` and `<route>` have in common. */
export interface Addressed {
  address?: string;
  netmask?: string;
  prefix?: number;
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

export const numberOf = memoize((address: string) =>
  (familyOf(address) === 'ipv6' ? new Address6(address) : new Address4(address)).bigInt(),
);

/** From `start` to `end`; undefined when they are of two families. */
export function spanOf(start: string, end = start): Span | undefined {
  const family = familyOf(start);
  return family === familyOf(end) ? { family, first: numberOf(start), last: numberOf(end) } : undefined;
}

/**
 * How many bits the network part has. Where neither prefix nor netmask is given libvirt takes that of the address
 * class, and 64 for IPv6.
 */
export function prefixOf({ address = '::', netmask, prefix }: Addressed): number {
  if (prefix !== undefined) return prefix;
  if (netmask !== undefined) return numberOf(netmask).toString(2).replaceAll('0', '').length;
  if (familyOf(address) === 'ipv6') return numberOf(address) === 0n ? 0 : 64;
  const first = Number(address.split('.')[0]);
  if (first === 0) return 0;
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

/** The whole subnet: from its network address to its last address, which for IPv4 is the broadcast address. */
export function subnetOf(addressed: Addressed): Span {
  const { address = '::' } = addressed;
  const family = familyOf(address);
  const bits = family === 'ipv6' ? 128 : 32;
  const size = 1n << BigInt(bits - Math.min(prefixOf(addressed), bits));
  const first = (numberOf(address) / size) * size;
  return { family, first, last: first + size - 1n };
}

/** The subnet as a routing table has it: its first address, and how many bits count. */
export function destinationOf(addressed: Addressed): { address: string; prefix: number } {
  const { address = '::' } = addressed;
  const prefix = prefixOf(addressed);
  const subnet = `${address}/${prefix}`;
  const first = familyOf(address) === 'ipv6' ? new Address6(subnet) : new Address4(subnet);
  return { address: first.startAddress().correctForm(), prefix };
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Span, other: Span): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

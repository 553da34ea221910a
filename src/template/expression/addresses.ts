import { isIPv4, isIPv6 } from 'node:net';

/** An argument that a function cannot work with; the message says why. */
export class BadArgument extends Error {}

/** An address with its prefix length, `10.0.0.1/24`; `bits` is 32 or 128. */
interface Cidr {
  address: bigint;
  prefix: number;
  bits: 32 | 128;
}

/** The address `n` of the network: `nthHost("10.0.0.0/24", 5)` is `10.0.0.5`; negative `n` counts from its end. */
export function nthHost(text: string, n: number): string {
  const cidr = parseCidr(text);
  const size = 1n << BigInt(cidr.bits - cidr.prefix);
  const offset = n < 0 ? size + BigInt(n) : BigInt(n);
  if (offset < 0n || offset >= size) throw new BadArgument(`${text} has no address ${n}`);
  return formatAddress(base(cidr) + offset, cidr.bits);
}

/** The netmask in dotted form; only IPv4 has one. */
export function netmaskOf(text: string): string {
  const cidr = parseCidr(text);
  if (cidr.bits === 128) throw new BadArgument(`${text} is IPv6, which has a prefix and no netmask`);
  return formatAddress(base({ ...cidr, address: (1n << 32n) - 1n }), 32);
}

/** The network with its prefix length: `10.0.0.5/24` is in `10.0.0.0/24`. */
export function networkOf(text: string): string {
  const cidr = parseCidr(text);
  return `${formatAddress(base(cidr), cidr.bits)}/${cidr.prefix}`;
}

/** The prefix length as a number. */
export function prefixOf(text: string): number {
  return parseCidr(text).prefix;
}

/** The address without its prefix length. */
export function addressOf(text: string): string {
  const cidr = parseCidr(text);
  return formatAddress(cidr.address, cidr.bits);
}

function parseCidr(text: string): Cidr {
  const [, address = '', prefix = ''] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const bits = isIPv4(address) ? 32 : 128;
  if ((bits === 128 && !isIPv6(address)) || Number(prefix) > bits) {
    throw new BadArgument(`\`${text}\` is not an address with a prefix length such as 10.0.0.1/24`);
  }
  return { address: bits === 32 ? parseIPv4(address) : parseIPv6(address), prefix: Number(prefix), bits };
}

function base({ address, prefix, bits }: Cidr): bigint {
  const host = BigInt(bits - prefix);
  return (address >> host) << host;
}

function parseIPv4(text: string): bigint {
  return text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseIPv6(text: string): bigint {
  const tail = /[\d.]+$/.exec(text)?.[0] ?? '';
  const plain = tail.includes('.') ? text.slice(0, -tail.length) + hexPair(parseIPv4(tail)) : text;
  const [left = '', right = ''] = plain.split('::');
  const head = left ? left.split(':') : [];
  const end = right ? right.split(':') : [];
  const zeros = Array<string>(8 - head.length - end.length).fill('0');
  return [...head, ...zeros, ...end].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function hexPair(value: bigint): string {
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function formatAddress(value: bigint, bits: 32 | 128): string {
  const width = bits === 32 ? 8 : 16;
  const parts = Array.from(
    { length: bits / width },
    (_, index) => (value >> BigInt(bits - width * (index + 1))) & ((1n << BigInt(width)) - 1n),
  );
  if (bits === 32) return parts.join('.');
  // A URL writes an IPv6 address in the canonical form of RFC 5952.
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

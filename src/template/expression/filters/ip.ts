import { Address4, Address6 } from 'ip-address';
import { isText, numberOf, plain, ValueFault } from '../values/value.ts';

/** An address with the length of its prefix, as netaddr's IPNetwork has it. */
export interface Ip {
  version: 4 | 6;
  value: bigint;
  prefix: number;
  /** Whether a prefix was written. */
  hasPrefix: boolean;
}

export const BITS = { 4: 32, 6: 128 } as const;

/** Reads `10.0.0.1`, `10.0.0.1/24`, `10.0.0.0/255.255.255.0`, IPv6, or a number; undefined for all else. */
export function ipOf(value: unknown): Ip | undefined {
  const number = numberOf(value);
  if (number && 'int' in number && typeof value !== 'boolean') {
    const int = BigInt(number.int);
    if (int < 0n || int >= 1n << 128n) return undefined;
    const version = int < 1n << 32n ? 4 : 6;
    return { version, value: int, prefix: BITS[version], hasPrefix: false };
  }
  if (!isText(value)) return undefined;
  const [, address = '', length] = /^([^/]+)(?:\/([^/]+))?$/.exec(plain(value).trim()) ?? [];
  const version =
    Address4.isValid(address) && !address.includes('/') ? 4 : Address6.isValid(address) ? 6 : undefined;
  if (!version || address.includes('%')) return undefined;
  const parsed = version === 4 ? new Address4(address) : new Address6(address);
  const prefix = length === undefined ? BITS[version] : prefixOf(length, version);
  return prefix === undefined
    ? undefined
    : { version, value: BigInt(parsed.bigInt()), prefix, hasPrefix: length !== undefined };
}

function prefixOf(text: string, version: 4 | 6): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= BITS[version] ? Number(text) : undefined;
  if (version === 6 || !Address4.isValid(text)) return undefined;
  const bits = BigInt(new Address4(text).bigInt()).toString(2).padStart(32, '0');
  if (/^1*0*$/.test(bits)) return bits.replaceAll('0', '').length;
  // A wildcard, such as 0.0.0.255.
  return /^0*1*$/.test(bits) ? 32 - bits.replaceAll('0', '').length : undefined;
}

export function addressText({ version }: Pick<Ip, 'version'>, value: bigint): string {
  if (value < 0n || value >> BigInt(BITS[version]) > 0n)
    throw new ValueFault(`there is no such IPv${version} address`);
  return version === 4 ? Address4.fromBigInt(value).correctForm() : Address6.fromBigInt(value).correctForm();
}

export const size = ({ version, prefix }: Ip) => 1n << BigInt(BITS[version] - prefix);

export const networkValue = (ip: Ip) => ip.value - (ip.value % size(ip));

export const last = (ip: Ip) => networkValue(ip) + size(ip) - 1n;

export const text = (ip: Ip, value = ip.value) => addressText(ip, value);

export const cidr = (ip: Ip, value = ip.value) => `${text(ip, value)}/${ip.prefix}`;

export const mask = (ip: Ip) => text(ip, (1n << BigInt(BITS[ip.version])) - size(ip));

export const isNetwork = (ip: Ip) => ip.value === networkValue(ip) && size(ip) > 1n;

export const within = (ip: Ip, ranges: readonly string[]) => ranges.some((range) => contains(range, ip));

export function contains(range: string, ip: Ip): boolean {
  const outer = ipOf(range);
  return (
    outer !== undefined &&
    outer.version === ip.version &&
    ip.prefix >= outer.prefix &&
    ip.value >= networkValue(outer) &&
    ip.value <= last(outer)
  );
}

/** The first and last address of a network that hosts can have. */
export function usable(ip: Ip): [bigint, bigint] {
  const isSmall = size(ip) <= 2n;
  return isSmall ? [networkValue(ip), last(ip)] : [networkValue(ip) + 1n, last(ip) - 1n];
}

/** For what null says that it does not apply. */
export const orNone = (holds: boolean, value: unknown) => (holds ? value : null);
export const orFalse = (holds: boolean, value: unknown) => (holds ? value : false);

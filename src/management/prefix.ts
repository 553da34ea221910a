import { Address4, Address6 } from 'ip-address';

/** A network of addresses by the bits that they have in common; with all of them a single address. */
export interface Prefix {
  family: 4 | 6;
  /** Digits 0 and 1: none for all addresses, 32 or 128 for a single one. */
  bits: string;
}

/** Reads `10.0.0.0/8`, `fd00::1` or, with its family, `default`. Host bits and zones (`%eth0`) do not count. */
export function prefixOf(text: string, family: 4 | 6 = text.includes(':') ? 6 : 4): Prefix {
  if (text === 'default' || text === 'all') return { family, bits: '' };
  const plain = text.replace(/%[^/]*/, '');
  const is6 = plain.includes(':');
  const address = is6 ? new Address6(plain) : new Address4(plain);
  const all = address
    .bigInt()
    .toString(2)
    .padStart(WIDTHS[is6 ? 6 : 4], '0');
  return { family: is6 ? 6 : 4, bits: all.slice(0, address.subnetMask) };
}

/** Bits of an address: RFC 791, RFC 8200. */
export const WIDTHS = { 4: 32, 6: 128 } as const;

/** Whether the one lies in the other. */
export function covers(wide: Prefix, narrow: Prefix): boolean {
  return wide.family === narrow.family && narrow.bits.startsWith(wide.bits);
}

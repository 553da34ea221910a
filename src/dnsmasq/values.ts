import { Address4, Address6 } from 'ip-address';
import * as z from 'zod';

/** Values that options of dnsmasq have in common. */

export const address = z
  .string()
  .refine((text) => Address4.isValid(text) || Address6.isValid(text), 'an IP address');
export const mac = z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'a MAC address in quotes');
export const name = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'a name of letters, digits, _ . -');
export const lease = z.string().regex(/^(\d+[smhdw]?|infinite)$/, 'a lease time, such as 12h or infinite');
export const folder = z.string().regex(/^\/[^\0\n]*$/, 'an absolute path');
export const short = z.int().min(0).max(65535);

/** An option that is there or not. */
export function flag(says: string) {
  return z.boolean().default(false).describe(says);
}

/** dnsmasq(8), --dhcp-host: an IPv6 address stands in brackets. */
export function bracketed(ip: string): string {
  return Address6.isValid(ip) ? `[${ip}]` : ip;
}

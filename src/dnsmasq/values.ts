import { Address4, Address6 } from 'ip-address';
import * as z from 'zod';

/** Values that options of dnsmasq have in common. */

export function isAddress(text: string): boolean {
  return Address4.isValid(text) || Address6.isValid(text);
}

export const address = z
  .string({ error: 'an IP address in quotes' })
  .refine((text) => isAddress(text) && !text.includes('/'), 'an IP address');
export const name = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'a name of letters, digits, _ . -');
export const lease = z.string().regex(/^(\d+[smhdw]?|infinite)$/, 'a lease time, such as 12h or infinite');
export const folder = z.string().regex(/^\/[^\0\n]*$/, 'an absolute path');
export const short = z.int().min(0).max(65535);
/** dnsmasq(8), --interface: a star at the end stands for all that begin so. */
export const link = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]*\*?$|^\*$/, 'the name of an interface, such as br0');
/** dnsmasq(8), --dhcp-host: a byte may be any, written as a star. */
export const mac = z
  .string({ error: 'a MAC address in quotes' })
  .regex(/^([0-9a-f]{2}|\*)(:([0-9a-f]{2}|\*)){5}$/i, 'a MAC address in quotes');

/** A line that stands in quotes, so that a comma is text. */
export const quotable = z.string().regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'one line of text');
/** The same, for which quotes have an escape. */
export const textual = z
  .string()
  .regex(/^([^\p{Cc}\p{Surrogate}]|[\n\t])*$/u, 'text without control characters');

const TAG = 'letters, digits, _ -';
const tag = z.string().regex(/^!?[A-Za-z0-9_-]+$/, `a tag of ${TAG}, or !tag where it is not set`);
const newTag = z.string().regex(/^[A-Za-z0-9_-]+$/, `a tag of ${TAG}`);
export const tags = oneOrMore(tag).default([]).describe('Only where these tags are set; !tag: is not set');
export const setTags = oneOrMore(newTag).default([]).describe('Tags that are set for it');
/** Of a rule that does nothing but set a tag. */
export const setTag = newTag.describe('Tag that is set');
export const someTags = oneOrMore(tag).describe('Tags that are all set; !tag: is not set');
export const someNewTags = oneOrMore(newTag).describe('Tags that are set');

/** An option that is there or not. */
export function flag(says: string) {
  return z.boolean().default(false).describe(says);
}

/** A list, of which one may stand alone. */
export function oneOrMore<T extends z.ZodType>(item: T) {
  const list = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value]);
  return z.preprocess(list, z.array(item));
}

/** The same, and nothing where it is not written. */
export function many<T extends z.ZodType>(item: T) {
  return oneOrMore(item).default([]);
}

/** A map; `example` is shown to whoever writes the text that dnsmasq.conf has. */
export function form<S extends z.core.$ZodLooseShape>(example: string, shape: S) {
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'invalid_type' ? `a map, such as { ${example} }` : undefined),
  });
}

/** dnsmasq(8), --dhcp-host: an IPv6 address stands in brackets. */
export function bracketed(ip: string): string {
  return Address6.isValid(ip) ? `[${ip}]` : ip;
}

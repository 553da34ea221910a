import { Address4, Address6 } from 'ip-address';
import * as z from 'zod';
import { shortIpv6 } from '../../host/ipv6.ts';

/**
 * One kind of value: how it stands in XML, in YAML and in what libvirt stores.
 * XML and YAML pass the same schema, so a value that one of them refuses is refused by the other too.
 */
export interface ValueType<T> {
  /** Takes what YAML or `read` yields; its output is what the model holds. */
  schema: z.ZodType<T>;
  /** The text of an attribute or element, as far as it can be understood without judging it. */
  read(text: string): unknown;
  write(value: T): string;
  /** The spelling libvirt stores, when that is not the one that was given. */
  canonical(value: T): T;
}

const XML_CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Any text that XML can carry. */
export const text: ValueType<string> = plain(
  z.string().refine((value) => XML_CHARACTERS.test(value), 'holds a character that XML cannot carry'),
);

/** A word out of a closed set, such as `nat` or `vepa`. */
export function oneOf<const W extends string>(...words: W[]): ValueType<W> {
  return plain(z.enum(words, { error: `must be one of ${words.join(', ')}` }));
}

/** libvirt's `yes` and `no`; YAML's true and false mean the same. */
export const yesNo: ValueType<'yes' | 'no'> = switchOf('yes', 'no');

/** libvirt's `on` and `off`; YAML's true and false mean the same. */
export const onOff: ValueType<'on' | 'off'> = switchOf('on', 'off');

/** A whole number, decimal in XML. */
export function integer(minimum: number, maximum: number): ValueType<number> {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return {
    schema: z.int({ error }).min(minimum, error).max(maximum, error),
    read: (written) => (/^\d+$/.test(written) ? Number(written) : written),
    write: String,
    canonical: (value) => value,
  };
}

/** A whole number that libvirt reads as C does: `0x1f`, and octal behind a leading zero. */
export function number(minimum: number, maximum: number): ValueType<number> {
  const decimal = integer(minimum, maximum);
  const read = (written: string) => {
    if (/^0x[0-9a-f]+$/i.test(written)) return Number(written);
    return /^0[0-7]+$/.test(written) ? Number.parseInt(written, 8) : decimal.read(written);
  };
  return { ...decimal, read };
}

/** A part of a PCI address: a number that libvirt writes as `0x` and so many digits. */
export function pci(digits: number, maximum: number): ValueType<number> {
  const part = number(0, maximum);
  return {
    ...part,
    schema: z.preprocess((value) => (typeof value === 'string' ? part.read(value) : value), part.schema),
    write: (value) => `0x${value.toString(16).padStart(digits, '0')}`,
  };
}

/** The address of one network card: unicast, six bytes in hex. libvirt keeps reservations as they were written. */
export const mac: ValueType<string> = matching(
  /^[0-9a-f]?[02468ace](:[0-9a-f]{1,2}){5}$/i,
  'must be a unicast MAC address such as 52:54:00:12:34:56',
);

/** A DHCPv6 client identifier (RFC 8415, section 11): hex bytes with colons. */
export const duid: ValueType<string> = matching(
  /^[0-9a-f]{1,2}(:[0-9a-f]{1,2})+$/i,
  'must be hex bytes with colons, such as 0:3:0:1:0:16:3e:11:22:33',
);

export const uuid: ValueType<string> = {
  ...matching(/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i, 'must be a UUID'),
  canonical: (value) =>
    value
      .replaceAll('-', '')
      .toLowerCase()
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
};

export const ipv4: ValueType<string> = plain(
  z.string().refine(isIpv4, 'must be an IPv4 address such as 192.168.122.1'),
);

/** An IPv4 or IPv6 address without a prefix length. */
export const ip: ValueType<string> = {
  ...plain(z.string().refine((value) => isIpv4(value) || isIpv6(value), 'must be an IPv4 or IPv6 address')),
  canonical: (value) => (isIpv6(value) ? shortIpv6(value) : value),
};

function isIpv4(value: string): boolean {
  return /^[\d.]+$/.test(value) && Address4.isValid(value);
}

function isIpv6(value: string): boolean {
  return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(value) && Address6.isValid(value);
}

function matching(pattern: RegExp, error: string): ValueType<string> {
  return plain(z.string().regex(pattern, error));
}

function switchOf<const Y extends string, const N extends string>(yes: Y, no: N): ValueType<Y | N> {
  const words = z.union([z.enum([yes, no]), z.boolean().transform((value) => (value ? yes : no))], {
    error: `must be ${yes} or ${no}`,
  });
  return plain(words as unknown as z.ZodType<Y | N>);
}

function plain<T extends string>(schema: z.ZodType<T>): ValueType<T> {
  return { schema, read: (written) => written, write: (value) => value, canonical: (value) => value };
}

import { isIP } from 'node:net';
import { contains, destinationOf, prefixOf, type Span, spanOf, subnetOf } from '../libvirt/model/address.ts';
import { isValues, SubnetAddress, type Value, type Values } from './value.ts';

/** A subnet of a host. */
export interface Subnet {
  /** `10.0.3.0/24` */
  text: string;
  span: Span;
}

/** The subnet of `10.0.3.1/24`; undefined for what is no address with a prefix. */
export function subnetAt(text: Value | undefined): Subnet | undefined {
  const [, address = '', digits] = typeof text === 'string' ? (ADDRESS.exec(text) ?? []) : [];
  if (isIP(address) === 0 || digits === undefined) return undefined;
  const prefix = Number(digits.slice(1));
  return {
    text: `${destinationOf({ address, prefix }).address}/${prefix}`,
    span: subnetOf({ address, prefix }),
  };
}

/** The value with each address that lies in one of the subnets as the number that it has there. */
export function withSubnets(value: Value, subnets: readonly (Subnet | undefined)[]): Value {
  if (typeof value === 'string') return placed(value, subnets) ?? value;
  if (Array.isArray(value)) return value.map((each) => withSubnets(each, subnets));
  if (!isValues(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withSubnets(each, subnets)]));
}

const ADDRESS = /^([^/]+)(\/\d{1,3})?$/;

function placed(text: string, subnets: readonly (Subnet | undefined)[]): SubnetAddress | undefined {
  const [, address = '', suffix = ''] = ADDRESS.exec(text) ?? [];
  const span = isIP(address) === 0 ? undefined : spanOf(address);
  if (!span) return undefined;
  for (const [index, subnet] of subnets.entries()) {
    if (!subnet || !contains(subnet.span, span)) continue;
    const number = span.first - subnet.span.first;
    if (number <= Number.MAX_SAFE_INTEGER) return new SubnetAddress(index, Number(number), address, suffix);
  }
  return undefined;
}

/** The subnets of a network in their order, or those of the addresses of a bridge. */
export function subnetsIn({ ip, addresses }: Values): (Subnet | undefined)[] {
  const entries = ip === undefined ? [] : Array.isArray(ip) ? ip : [ip];
  const ofNetwork = entries.map((entry) => {
    if (!isValues(entry)) return undefined;
    const { address, netmask } = entry;
    return subnetAt(typeof netmask === 'string' ? `${address}/${prefixOf({ netmask })}` : address);
  });
  return [...ofNetwork, ...(Array.isArray(addresses) ? addresses.map(subnetAt) : [])];
}

import { shortIpv6 } from '../host/ipv6.ts';
import { contains, destinationOf, prefixOf, subnetOf } from '../libvirt/model/address.ts';
import type { Network } from '../libvirt/model/network.ts';

/** An address that the host has in a network. */
export interface OwnAddress {
  address: string;
  /** `10.0.0.1/24`, as ip(8) writes it. */
  cidr: string;
  /** `10.0.0.0/24`. */
  subnet: string;
  isIpv6: boolean;
}

export function addressesOf({ ip = [] }: Network): OwnAddress[] {
  return ip.map((each) => {
    const isIpv6 = each.address.includes(':');
    const address = isIpv6 ? shortIpv6(each.address) : each.address;
    const destination = destinationOf(each);
    return {
      address,
      cidr: `${address}/${prefixOf(each)}`,
      subnet: `${isIpv6 ? shortIpv6(destination.address) : destination.address}/${destination.prefix}`,
      isIpv6,
    };
  });
}

/** Whether all of a destination of ip-route(8) lies in a subnet; the default route lies in none. */
export function isWithin(destination: string, subnet: string): boolean {
  const [inner, outer] = [destination, subnet].map(spanOf);
  return inner !== undefined && outer !== undefined && contains(outer, inner);
}

function spanOf(cidr: string) {
  const [address = '', prefix] = cidr.split('/');
  if (!/^[0-9a-f.:]+$/.test(address)) return undefined;
  return subnetOf({ address, prefix: Number(prefix ?? (address.includes(':') ? 128 : 32)) });
}

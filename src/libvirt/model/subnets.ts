import { destinationOf } from './address.ts';
import type { Network } from './network.ts';

/** The subnets that a network gives addresses of, in CIDR notation: `10.0.0.0/24`. */
export function subnetsOf({ ip = [] }: Network): string[] {
  return ip.map((each) => {
    const { address, prefix } = destinationOf(each);
    return `${address}/${prefix}`;
  });
}

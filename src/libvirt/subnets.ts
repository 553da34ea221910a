import { Address4, Address6 } from 'ip-address';
import type { Network } from './network.ts';

/** The subnets that a network gives addresses of, in CIDR notation: `10.0.0.0/24`. */
export function subnetsOf({ ip = [] }: Network): string[] {
  return ip.map(({ address, netmask, prefix }) => {
    if (address.includes(':')) {
      const length = prefix ?? 64;
      return `${new Address6(`${address}/${length}`).startAddress().correctForm()}/${length}`;
    }
    const length = prefix ?? (netmask === undefined ? classOf(address) : lengthOf(netmask));
    return `${new Address4(`${address}/${length}`).startAddress().correctForm()}/${length}`;
  });
}

function lengthOf(netmask: string): number {
  const bits = netmask
    .split('.')
    .map((byte) => Number(byte).toString(2))
    .join('');
  return bits.replaceAll('0', '').length;
}

/** Without netmask and prefix libvirt takes that of the address class: formatnetwork, "prefix". */
function classOf(address: string): number {
  const first = Number(address.split('.')[0]);
  if (first < 128) return 8;
  return first < 192 ? 16 : 24;
}

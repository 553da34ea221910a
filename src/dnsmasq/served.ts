import { Address4, Address6 } from 'ip-address';
import type { HostRoute } from '../host/host-links.ts';

/** What a dnsmasq serves, and where. */
export interface Served {
  /** Names of links, of which one may end in a star. */
  interfaces: readonly string[];
  /** The same of links that it does not serve. */
  excepts: readonly string[];
  /** In one spelling, see `plain`. */
  addresses: readonly string[];
  /** Of the name service; 0 where there is none. */
  port: number;
  dhcp: boolean;
}

/** Whether a link is served: by its name, or where these routes say so by an address that is listened on. */
export function isServed(
  { interfaces, excepts, addresses }: Pick<Served, 'interfaces' | 'excepts' | 'addresses'>,
  link: string,
  routes: readonly HostRoute[] = [],
): boolean {
  if (excepts.some((one) => matches(one, link))) return false;
  const networks = networksOn([link], routes);
  return (
    interfaces.some((one) => matches(one, link)) ||
    addresses.some((address) => networks.some((network) => isIn(address, network)))
  );
}

/** A name may end in a star: dnsmasq(8), --interface. */
export function matches(pattern: string, link: string): boolean {
  return pattern.endsWith('*') ? link.startsWith(pattern.slice(0, -1)) : pattern === link;
}

/** The networks that a host is itself in by these links, as `10.0.0.0/24`. */
export function networksOn(links: readonly string[], routes: readonly HostRoute[]): string[] {
  return routes
    .filter(({ device, gateway }) => gateway === undefined && links.includes(device))
    .map(({ destination: { address, prefix } }) => `${address}/${prefix}`);
}

/** Whether an address lies in a network such as `10.0.0.0/24`. */
export function isIn(address: string, network: string): boolean {
  if (address.includes(':') !== network.includes(':')) return false;
  return address.includes(':')
    ? new Address6(address).isInSubnet(new Address6(network))
    : new Address4(address).isInSubnet(new Address4(network));
}

/** An address in one spelling, without the brackets that dnsmasq has around IPv6; what is none stays as it is. */
export function plain(ip: string): string {
  const text = ip.replaceAll(/[[\]]/g, '');
  return Address6.isValid(text) ? new Address6(text).correctForm() : text;
}

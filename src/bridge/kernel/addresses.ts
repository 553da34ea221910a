import { Address4, Address6 } from 'ip-address';
import { shortIpv6 } from '../../host/ipv6.ts';

/** An address with its prefix as `ip` writes it. */
export function canonical(cidr: string): string {
  const [address = '', prefix = ''] = cidr.split('/');
  const written = Address4.isValid(address) ? address : shortIpv6(address);
  return `${written}/${Number(prefix)}`;
}

/**
 * Those of these addresses that the kernel shows as global, as it writes them. Any link may have those of `fe80::/10`,
 * and every link has one that nobody wrote: RFC 4291.
 */
export function globalAddresses(cidrs: readonly string[]): string[] {
  return cidrs.map(canonical).filter((cidr) => !isOfLink(cidr));
}

/** Whether an address counts on its own link only, as those of the deprecated `fec0::/10` do at their site only. */
export function isOfLink(cidr: string): boolean {
  return /^fe[89a-f].:/i.test(cidr);
}

/** The address of a text as in a file of netplan, without its prefix; a text that is none stays as it is. */
export function canonicalAddress(cidr: string): string {
  const [address = ''] = cidr.split('/');
  return Address6.isValid(address) ? shortIpv6(address) : address;
}

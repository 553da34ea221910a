/** Where a link gets addresses and routes that no file has: DHCP servers and routers. */
export type AddressSource = 'dhcp4' | 'dhcp6' | 'accept-ra';

interface SourceSettings {
  dhcp4?: boolean | undefined;
  dhcp6?: boolean | undefined;
  'accept-ra'?: boolean | undefined;
  'link-local'?: readonly string[] | undefined;
}

/** networkd accepts router advertisements where IPv6 has a link-local address, unless `accept-ra` is false. */
export function addressSources(given: SourceSettings): AddressSource[] {
  const hasAddress = given['link-local']?.includes('ipv6') ?? true;
  return [
    ...(given.dhcp4 ? (['dhcp4'] as const) : []),
    ...(given.dhcp6 ? (['dhcp6'] as const) : []),
    ...(hasAddress && given['accept-ra'] !== false ? (['accept-ra'] as const) : []),
  ];
}

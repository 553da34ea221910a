/** Whom a link asks for addresses and routes that no file says: servers of DHCP, and routers. */
export type Asked = 'dhcp4' | 'dhcp6' | 'accept-ra';

interface Asking {
  dhcp4?: boolean | undefined;
  dhcp6?: boolean | undefined;
  'accept-ra'?: boolean | undefined;
  'link-local'?: readonly string[] | undefined;
}

/** networkd takes router advertisements where IPv6 has a link-local address, unless told otherwise. */
export function askedBy(given: Asking): Asked[] {
  const hasAddress = given['link-local']?.includes('ipv6') ?? true;
  return [
    ...(given.dhcp4 ? (['dhcp4'] as const) : []),
    ...(given.dhcp6 ? (['dhcp6'] as const) : []),
    ...(hasAddress && given['accept-ra'] !== false ? (['accept-ra'] as const) : []),
  ];
}

import * as z from 'zod';
import { address, bracketed, flag, folder, lease, mac, name } from './values.ts';

/** dnsmasq(8), --dhcp-range. */
const MODES = ['static', 'ra-only', 'slaac', 'ra-names', 'ra-stateless', 'ra-advrouter', 'off-link'] as const;

const range = z
  .strictObject({
    start: address.describe('First address'),
    end: address.optional().describe('Last address'),
    mode: z.array(z.enum(MODES)).default([]).describe('static, or for IPv6 how routers are advertised'),
    netmask: address.optional().describe('Netmask, IPv4'),
    prefix: z.int().min(1).max(128).optional().describe('Prefix length, IPv6'),
    lease: lease.optional().describe('How long an address is lent'),
  })
  .refine(({ end, mode }) => end !== undefined || mode.length > 0, 'an end, a mode or both');

const host = z
  .strictObject({
    mac: mac.describe('MAC address of the guest'),
    ip: address.transform(bracketed).optional().describe('Address that is kept for it'),
    name: name.optional().describe('Name that it gets'),
    lease: lease.optional().describe('How long the address is lent'),
  })
  .refine(({ ip, name }) => ip !== undefined || name !== undefined, 'an ip, a name or both');

const option = z
  .strictObject({
    option: name.optional().describe('Name of the option, such as router'),
    number: z.int().min(1).max(254).optional().describe('Number of the option, instead of its name'),
    option6: z
      .union([name, z.int().min(1).max(65535)])
      .optional()
      .describe('Name or number of an option of DHCPv6, such as dns-server'),
    value: z.array(z.string()).describe('Its values'),
  })
  .refine(
    ({ option, number, option6 }) =>
      [option, number, option6].filter((key) => key !== undefined).length === 1,
    'one of option, number and option6',
  )
  .transform((given) =>
    given.option6 === undefined ? given : { ...given, value: given.value.map(bracketed) },
  );

/** What may be said of DHCP, router advertisements and network boot, under the names of dnsmasq's options. */
export const dhcpArguments = {
  'dhcp-range': z.array(range).default([]).describe('Addresses to give out'),
  'dhcp-host': z.array(host).default([]).describe('Reservations'),
  'dhcp-option': z.array(option).default([]).describe('DHCP options'),
  'dhcp-authoritative': flag('No other DHCP server is on this network'),
  'dhcp-leasefile': folder.optional().describe('File of the leases'),
  'enable-ra': flag('Advertise routers for all IPv6 ranges'),
  'log-dhcp': flag('Log all of DHCP'),
  'dhcp-boot': z
    .strictObject({
      file: z.string().describe('File to boot from'),
      server: address.optional().describe('TFTP server'),
    })
    .optional()
    .describe('Network boot'),
  'enable-tftp': flag('Serve files by TFTP'),
  'tftp-root': folder.optional().describe('Folder of these files'),
};

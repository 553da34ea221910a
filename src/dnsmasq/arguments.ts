import { Address4, Address6 } from 'ip-address';
import * as z from 'zod';

const address = z
  .string()
  .refine((text) => Address4.isValid(text) || Address6.isValid(text), 'an IP address');
const mac = z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'a MAC address in quotes');
const name = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'a name of letters, digits, _ . -');
const lease = z.string().regex(/^(\d+[smhdw]?|infinite)$/, 'a lease time, such as 12h or infinite');

/** What may be said of a dnsmasq, under the names of its options: dnsmasq(8). */
export const dnsmasqArguments = {
  interface: z.array(name).default([]).describe('Interfaces to serve'),
  'listen-address': z.array(address).default([]).describe('Addresses to listen on'),
  port: z.int().min(0).max(65535).optional().describe('Port of the name service'),
  'bind-interfaces': z.boolean().default(false).describe('Listen on these interfaces only'),
  'bind-dynamic': z.boolean().default(false).describe('The same, and follow interfaces that come later'),
  'no-resolv': z.boolean().default(false).describe('Do not ask the name servers of /etc/resolv.conf'),
  server: z
    .array(
      z.strictObject({
        address: address.describe('Name server'),
        domain: name.optional().describe('Asked for this domain only'),
      }),
    )
    .default([])
    .describe('Name servers to ask'),
  domain: name.optional().describe('Domain of the guests'),
  'dhcp-range': z
    .array(
      z.strictObject({
        start: address.describe('First address'),
        end: address.describe('Last address'),
        netmask: address.optional().describe('Netmask'),
        lease: lease.optional().describe('How long an address is lent'),
      }),
    )
    .default([])
    .describe('Addresses to give out'),
  'dhcp-host': z
    .array(
      z
        .strictObject({
          mac: mac.describe('MAC address of the guest'),
          ip: address.transform(bracketed).optional().describe('Address that is kept for it'),
          name: name.optional().describe('Name that it gets'),
          lease: lease.optional().describe('How long the address is lent'),
        })
        .refine((host) => host.ip !== undefined || host.name !== undefined, 'an ip, a name or both'),
    )
    .default([])
    .describe('Reservations'),
  'dhcp-option': z
    .array(
      z
        .strictObject({
          option: name.optional().describe('Name of the option, such as router'),
          number: z.int().min(1).max(254).optional().describe('Number of the option, instead of its name'),
          value: z.array(z.string()).describe('Its values'),
        })
        .refine(
          ({ option, number }) => (option === undefined) !== (number === undefined),
          'either option or number',
        ),
    )
    .default([])
    .describe('DHCP options'),
  'host-record': z
    .array(z.strictObject({ name: name.describe('Name'), ip: address.describe('Its address') }))
    .default([])
    .describe('Names and their addresses, both ways'),
  address: z
    .array(
      z.strictObject({
        domain: name.describe('Domain, with all that is below it'),
        ip: address.describe('Its address'),
      }),
    )
    .default([])
    .describe('Domains that are answered with one address'),
  'dhcp-boot': z
    .strictObject({
      file: z.string().describe('File to boot from'),
      server: address.optional().describe('TFTP server'),
    })
    .optional()
    .describe('Network boot'),
};

/** dnsmasq(8), --dhcp-host: an IPv6 address stands in brackets. */
function bracketed(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}

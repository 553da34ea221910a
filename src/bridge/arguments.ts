import { Address4, Address6 } from 'ip-address';
import * as z from 'zod';

/** Name of a link: the kernel's IFNAMSIZ leaves 15 characters. */
export const linkName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/, 'the name of a link: at most 15 letters, digits, _ . -');

/** netplan reads its own folder only, and of that what ends in .yaml: netplan(5). */
export const netplanPath = z
  .string()
  .regex(/^\/etc\/netplan\/[A-Za-z0-9_][A-Za-z0-9_.-]*\.yaml$/, 'a file /etc/netplan/NAME.yaml');

const address = z.string().refine(isAddress, 'an IP address');
const cidr = z
  .string()
  .refine(
    (text) => /\/\d+$/.test(text) && isAddress(text),
    'an address with its prefix, such as 192.168.1.10/24',
  );

const macaddress = z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'a MAC address in quotes');

/** No file holds half a character, and at a NUL its reader stops. */
const writable = z.string().refine((text) => !/[\0\p{Surrogate}]/u.test(text), 'a text that a file can hold');

const mtu = z.int().min(68).max(65535).optional().describe('Largest packet in bytes');
const milliseconds = z.int().min(0).optional();

const IN_SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** A time as netplan takes it: seconds, or a text with its unit, which becomes seconds. */
const seconds = (least: number, most: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d+(ms|s|m|h)$/, 'seconds, or a text of whole seconds such as 15s or 2000ms')
        .transform(
          (text) =>
            Number.parseInt(text, 10) * IN_SECONDS[text.replace(/^\d+/, '') as 'ms' | 's' | 'm' | 'h'],
        ),
    ])
    .pipe(z.int().min(least).max(most))
    .optional();

/** netplan-yaml(5), DHCP Overrides. */
const dhcpOverrides = z
  .strictObject({
    'use-dns': z.boolean().optional().describe('Take name servers'),
    'use-domains': z
      .union([z.boolean(), z.literal('route')])
      .optional()
      .describe('Take domains to search'),
    'use-ntp': z.boolean().optional().describe('Take time servers'),
    'use-mtu': z.boolean().optional().describe('Take the MTU'),
    'use-routes': z.boolean().optional().describe('Take routes'),
    'use-hostname': z.boolean().optional().describe('Take the name of the host'),
    'send-hostname': z.boolean().optional().describe('Send the name of the host'),
    hostname: writable.optional().describe('The host name to send'),
    'route-metric': z.int().min(0).optional().describe('Metric of the routes'),
  })
  .optional();

/** The address of one link, as no group has: IEEE 802, the bit I/G. */
const ownMac = macaddress.refine(
  (text) => !/^.[13579bdf]|^00:00:00:00:00:00$/i.test(text),
  'a MAC address of a single link: its second digit is even',
);

const routes = z
  .array(
    z
      .strictObject({
        to: z.union([z.literal('default'), cidr]).describe('Where to: default, or a network'),
        via: address.optional().describe('Gateway'),
        metric: z.int().min(0).optional().describe('Lower is preferred'),
        table: z.int().min(1).max(4_294_967_294).optional().describe('Number of the routing table'),
        scope: z.enum(['global', 'link']).optional().describe('link is for what needs no gateway'),
        'on-link': z.boolean().optional().describe('The gateway is on this link, whatever its address says'),
      })
      .refine(({ via, scope }) => via !== undefined || scope === 'link', 'via, or scope: link'),
  )
  .optional();

/** What the host itself may have of a link, be it a bridge, a bond or a VLAN: netplan-yaml(5). */
export const hostArguments = {
  addresses: z.array(cidr).default([]).describe("The host's own addresses on it"),
  routes: routes.describe('Routes through it'),
  nameservers: z
    .strictObject({
      addresses: z.array(address).optional().describe('Name servers'),
      search: z.array(writable).optional().describe('Domains to search'),
    })
    .optional()
    .describe('Name service'),
  mtu,
  macaddress: ownMac.optional().describe('Its MAC address'),
  dhcp4: z.boolean().optional().describe('Ask for an IPv4 address'),
  dhcp6: z.boolean().optional().describe('Ask for an IPv6 address'),
  'dhcp4-overrides': dhcpOverrides.describe('What of an IPv4 lease counts'),
  'dhcp6-overrides': dhcpOverrides.describe('What of an IPv6 lease counts'),
  'link-local': z
    .array(z.enum(['ipv4', 'ipv6']))
    .optional()
    .describe('Families with a link-local address'),
  'accept-ra': z.boolean().optional().describe('Accept IPv6 router advertisements'),
  critical: z.boolean().optional().describe('Keep its addresses when networkd restarts'),
  optional: z.boolean().optional().describe('Do not wait for it when the host starts'),
};

/** Of the shell; netplan's are those of fnmatch(3). */
const pattern = z.string().regex(/^[A-Za-z0-9_.*?[\]!-]+$/, 'letters, digits, _ . - and the signs * ? [ ] !');

/** What may be said of the links that a bridge lies on or carries, in netplan's own words: netplan-yaml(5). */
const underlayArguments = {
  ethernets: z
    .record(
      linkName,
      z.strictObject({
        match: z
          .strictObject({
            name: pattern.optional().describe('Its name, or a pattern of it'),
            macaddress: macaddress.optional().describe('Its MAC address'),
            driver: z
              .union([pattern.transform((one) => [one]), z.array(pattern).min(1)])
              .optional()
              .describe('The name of its driver, or a pattern of it, or a list'),
          })
          .refine(
            (match) => Object.values(match).some((one) => one !== undefined),
            'name, macaddress or driver',
          )
          .optional()
          .describe('How to find it, where not by its name'),
        mtu,
      }),
    )
    .optional()
    .describe('Settings of single ports, by their names in interfaces: an MTU, or how to find them'),
  bonds: z
    .record(
      linkName,
      z.strictObject({
        interfaces: z.array(linkName).min(1).describe('Links that are bonded'),
        ...hostArguments,
        parameters: z
          .strictObject({
            mode: z
              .enum([
                'balance-rr',
                'active-backup',
                'balance-xor',
                'broadcast',
                '802.3ad',
                'balance-tlb',
                'balance-alb',
              ])
              .optional()
              .describe('How the links share the work'),
            'lacp-rate': z.enum(['slow', 'fast']).optional().describe('How often 802.3ad speaks'),
            'mii-monitor-interval': milliseconds.describe('Milliseconds between looks at the carrier'),
            'up-delay': milliseconds.describe('Milliseconds until a link counts as up'),
            'down-delay': milliseconds.describe('Milliseconds until a link counts as down'),
            'min-links': z.int().min(0).optional().describe('Links that the bond needs to be up'),
            'transmit-hash-policy': z
              .enum(['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4'])
              .optional()
              .describe('What chooses the link of a packet'),
            primary: linkName.optional().describe('Link that is preferred'),
          })
          .optional()
          .describe('Parameters of the bond'),
      }),
    )
    .optional()
    .describe('Bonds that the bridge lies on, by name'),
  vlans: z
    .record(
      linkName,
      z.strictObject({
        id: z.int().min(0).max(4094).describe('Number of the VLAN'),
        link: linkName.describe('The link below it, which may be the bridge'),
        ...hostArguments,
      }),
    )
    .optional()
    .describe('VLANs that the bridge lies on or carries, by name'),
};

/** What may be said of a bridge, in netplan's own words: netplan-yaml(5). */
export const bridgeArguments = {
  interfaces: z.array(linkName).default([]).describe('Links that are plugged into it'),
  ...hostArguments,
  dhcp4: hostArguments.dhcp4.default(false),
  dhcp6: hostArguments.dhcp6.default(false),
  parameters: z
    .strictObject({
      stp: z
        .boolean()
        .optional()
        .describe('Spanning tree; netplan turns it on wherever there are parameters'),
      'forward-delay': seconds(0, 30).describe('Seconds until a port forwards'),
      'hello-time': seconds(1, 10).describe('Seconds between hellos'),
      'max-age': seconds(6, 40).describe('Seconds that a hello counts'),
      'ageing-time': seconds(0, 4_294_967).describe('Seconds that a MAC address is remembered'),
      priority: z.int().min(0).max(65535).optional().describe('Lower becomes root'),
      'path-cost': z
        .record(linkName, z.int().min(1).max(65535))
        .optional()
        .describe('Cost of the way through a port, by its name'),
      'port-priority': z
        .record(linkName, z.int().min(0).max(63))
        .optional()
        .describe('Priority of a port, by its name'),
    })
    .optional()
    .describe('Parameters of the bridge'),
  ...underlayArguments,
  renderer: z.enum(['networkd', 'NetworkManager']).optional().describe('Who runs the network of this host'),
};

function isAddress(text: string): boolean {
  return Address4.isValid(text) || Address6.isValid(text);
}

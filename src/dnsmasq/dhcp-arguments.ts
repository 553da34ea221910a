import * as z from 'zod';
import {
  address,
  bracketed,
  flag,
  folder,
  form,
  lease,
  link,
  mac,
  many,
  name,
  oneOrMore,
  setTags,
  tags,
  textual,
} from './values.ts';

/** dnsmasq(8), --dhcp-range. */
const MODES = [
  'static',
  'proxy',
  'ra-only',
  'slaac',
  'ra-names',
  'ra-stateless',
  'ra-advrouter',
  'off-link',
] as const;

const range = form('start: 10.0.0.100, end: 10.0.0.200, lease: 12h', {
  start: address.describe('First address'),
  end: address.optional().describe('Last address'),
  'construct-from': name
    .optional()
    .describe("Interface whose IPv6 prefixes are put in front: dnsmasq's constructor:"),
  mode: oneOrMore(z.enum(MODES))
    .default([])
    .describe('static, proxy (boot files only), or for IPv6 how routers are advertised'),
  netmask: address.optional().describe('Netmask, IPv4; needed where a relay asks'),
  broadcast: address.optional().describe('Broadcast address, IPv4'),
  prefix: z.int().min(1).max(128).optional().describe('Prefix length, IPv6'),
  lease: lease.optional().describe('How long a client keeps an address'),
  tag: tags,
  set: setTags,
}).refine(
  (given) => given.end !== undefined || given.mode.length > 0 || given['construct-from'] !== undefined,
  'an end, a mode or both',
);

const host = form('mac: "52:54:00:aa:bb:cc", ip: 10.0.0.5, name: web', {
  mac: many(mac).describe('MAC address, or all that one machine has; a byte may be *'),
  id: z
    .string()
    .regex(/^[^\p{Cc}",#\\]+$/u, 'a client identifier, such as 01:52:54:00:aa:bb:cc, or *')
    .optional()
    .describe('Client identifier, or DUID for IPv6'),
  ip: many(address.transform(bracketed)).describe('Address that is kept for it, one for each family'),
  name: name.optional().describe('Name that it gets, or has where there is no mac and no id'),
  lease: lease.optional().describe('How long the client keeps the address'),
  tag: tags,
  set: setTags,
  ignore: flag('It gets nothing'),
})
  .refine(
    ({ mac: macs, id, name: called }) => macs.length > 0 || id !== undefined || called !== undefined,
    'a mac, an id or a name',
  )
  .refine(
    ({ ip, name: called, ignore, set, lease: time }) =>
      ip.length > 0 || called !== undefined || ignore || set.length > 0 || time !== undefined,
    'an ip, a name or both',
  )
  .transform((given) => ({ ...given, fields: fieldsOf(given) }));

/** As dnsmasq(8) has them, --dhcp-host: no field has a place of its own. */
function fieldsOf(given: Readonly<Record<'mac' | 'set' | 'tag' | 'ip', readonly string[]>> & HostWords) {
  const { id, name: called, lease: time } = given;
  return [
    ...given.mac,
    ...(id === undefined ? [] : [`id:${id}`]),
    ...given.set.map((tag) => `set:${tag}`),
    ...given.tag.map((tag) => `tag:${tag}`),
    ...given.ip,
    ...(called === undefined ? [] : [called]),
    ...(time === undefined ? [] : [time]),
    ...(given.ignore ? ['ignore'] : []),
  ];
}

interface HostWords {
  id?: string | undefined;
  name?: string | undefined;
  lease?: string | undefined;
  ignore: boolean;
}

const number = z.int().min(1).max(254);

/** How an option of DHCP is named. */
export const optionName = {
  option: name.optional().describe('Name of the option, such as router'),
  number: number.optional().describe('Number of the option, instead of its name'),
};

const option = form('option: router, value: 10.0.0.1', {
  ...optionName,
  option6: z
    .union([name, z.int().min(1).max(65535)])
    .optional()
    .describe('Name or number of an option of DHCPv6, such as dns-server'),
  value: many(z.union([z.string(), z.number().transform(String)])).describe('Its values; none: not sent'),
  text: many(textual).describe('Its values, where each is a text although it looks like an address'),
  tag: tags,
  vendor: name.optional().describe('Vendor class whose option it is, such as PXEClient'),
  encap: number.optional().describe('Number of the option it is part of'),
  force: flag('Sent although nobody asks for it'),
})
  .refine(
    (given) => [given.option, given.number, given.option6].filter((key) => key !== undefined).length === 1,
    'one of option, number and option6',
  )
  .refine(({ value, text }) => value.length === 0 || text.length === 0, 'value or text')
  .transform((given) =>
    given.option6 === undefined ? given : { ...given, value: given.value.map(bracketed) },
  );

const advertisement = form('interface: br0, mtu: 1400', {
  interface: link.describe('Interface, or * for all'),
  mtu: z
    .union([z.int().min(1280).max(65535), z.literal('off')])
    .optional()
    .describe('MTU that is advertised'),
  priority: z.enum(['high', 'low']).optional().describe('Priority of the router'),
  interval: z.int().min(0).max(1800).default(0).describe('Seconds between advertisements; 0: as usual'),
  lifetime: z.int().min(0).max(9000).optional().describe('Seconds that the router is used; 0: no router'),
});

/** What may be said of DHCP and router advertisements, under the names of dnsmasq's options. */
export const dhcpArguments = {
  'dhcp-range': many(range).describe('Addresses to give out'),
  'dhcp-host': many(host).describe('Reservations'),
  'dhcp-option': many(option).describe('DHCP options'),
  'dhcp-authoritative': flag('No other DHCP server is on this network'),
  'dhcp-leasefile': folder.optional().describe('File of the leases'),
  'enable-ra': flag('Advertise routers for all IPv6 ranges'),
  'ra-param': many(advertisement).describe('How routers are advertised'),
  'log-dhcp': flag('Log all of DHCP'),
};

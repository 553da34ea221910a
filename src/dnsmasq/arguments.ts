import * as z from 'zod';
import { bootArguments } from './boot-arguments.ts';
import { dhcpArguments } from './dhcp-arguments.ts';
import { plainArguments } from './plain-options.ts';
import { address, flag, form, isAddress, link, many, name, oneOrMore, short } from './values.ts';

/** `#` stands for all domains, or for the servers that are asked otherwise: dnsmasq(8), --server and --address. */
const domain = z.union([name, z.literal('#')], { error: 'a domain, or "#" for all' });
const addressOrHash = z.union([address, z.literal('#')], { error: 'an IP address, or "#"' });

const server = z.preprocess(
  (value) => (typeof value === 'string' && isAddress(value) ? { address: value } : value),
  form('address: 10.0.0.53, domain: corp.example', {
    address: addressOrHash.optional().describe('Name server; "#": those that are asked for all else'),
    domain: many(domain).describe('Asked for these domains only; without address nobody is asked for them'),
    port: short.optional().describe('Its port'),
    interface: name.optional().describe('Interface by which it is asked'),
    source: address.optional().describe('Address from which it is asked'),
  }).refine(
    ({ address: to, domain: of }) => to !== undefined || of.length > 0,
    'an address, a domain or both',
  ),
);

/** A text that is no name may be an expression, of which nothing is known yet. */
const ownDomain = z.preprocess(
  (value) => (name.safeParse(value).success ? { name: value } : value),
  form('name: lab.example, network: 10.0.0.0/24', {
    name: name.describe('Domain'),
    network: z.union([z.cidrv4(), z.cidrv6()], { error: 'a network such as 10.0.0.0/24' }).optional(),
    local: flag('Names of it, and those of the addresses of network, are answered from here only'),
  }),
);

const service = form('name: _ldap._tcp.lab.example, target: ldap.lab.example, port: 389', {
  name: name.describe('Service, protocol and domain, such as _ldap._tcp.lab.example'),
  target: name.describe('Host that offers it'),
  port: short.describe('Its port'),
  priority: short.default(0).describe('The lowest is tried first'),
  weight: short.default(0).describe('Share among those of the same priority'),
});

const records = {
  'host-record': many(
    form('name: web.lab, ip: 10.0.0.5', {
      name: oneOrMore(name).describe('Name, or several'),
      ip: oneOrMore(address).describe('Its address, or several'),
    }),
  ).describe('Names and their addresses, both ways'),
  address: many(
    form('domain: apps.lab, ip: 10.0.0.5', {
      domain: oneOrMore(domain).describe('Domain, with all that is below it; "#": all'),
      ip: addressOrHash.optional().describe('Its address; "#": no address at all; none: it does not exist'),
    }),
  ).describe('Domains that are answered with one address'),
  cname: many(
    form('cname: www.lab, target: web.lab', {
      cname: oneOrMore(z.string().regex(/^(\*\.)?[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'a name')).describe('Name'),
      target: name.describe('What it stands for'),
      ttl: z.int().min(0).optional().describe('Seconds that others may remember it'),
    }),
  ).describe('Other names of names that this dnsmasq knows'),
  'srv-host': many(service).describe('SRV records'),
  'txt-record': many(
    form('name: lab.example, text: [v=spf1 -all]', {
      name: name.describe('Name'),
      text: oneOrMore(z.string()).describe('What it says'),
    }),
  ).describe('TXT records'),
  'ptr-record': many(
    form('name: 5.0.0.10.in-addr.arpa, target: web.lab', {
      name: name.describe('Name'),
      target: name.describe('What it points to'),
    }),
  ).describe('PTR records'),
  'mx-host': many(
    form('name: lab.example, target: mail.lab.example, preference: 10', {
      name: name.describe('Domain'),
      target: name.describe('Host that takes its mail'),
      preference: short.default(1).describe('The lowest is tried first'),
    }),
  ).describe('MX records'),
  'interface-name': many(
    form('name: gw.lab, interface: br0', {
      name: name.describe('Name'),
      interface: name.describe('Interface whose addresses it has'),
    }),
  ).describe('Names of the addresses that interfaces have'),
};

/** What may be said of a dnsmasq, under the names of its options: dnsmasq(8). */
export const dnsmasqArguments = {
  interface: many(link).describe('Interfaces to serve'),
  'except-interface': many(link).describe('Interfaces not to serve'),
  'listen-address': many(address).describe('Addresses to listen on'),
  port: short.optional().describe('Port of the name service; 0 for none'),
  'bind-interfaces': flag('Listen on these interfaces only'),
  'bind-dynamic': flag('The same, and follow interfaces that come later'),
  'no-resolv': flag('Do not ask the name servers of /etc/resolv.conf'),
  'no-hosts': flag('Do not answer from /etc/hosts'),
  server: many(server).describe('Name servers to ask'),
  'rev-server': many(
    form('network: 10.0.0.0/24, address: 10.0.0.53', {
      network: z.union([z.cidrv4(), z.cidrv6()], { error: 'a network such as 10.0.0.0/24' }),
      address: address.describe('Name server that is asked for the names of its addresses'),
      port: short.optional().describe('Its port'),
    }),
  ).describe('Name servers to ask for the names of addresses'),
  domain: many(ownDomain).describe('Domain of the guests, or of those in a network'),
  local: many(name).describe('Domains that are answered from here only'),
  'expand-hosts': flag('Add the domain to names without one'),
  'domain-needed': flag('Never ask others for names without a domain'),
  'bogus-priv': flag('Never ask others for the names of private addresses'),
  'cache-size': z.int().min(0).max(100000).optional().describe('How many names are remembered'),
  'log-queries': flag('Log what is asked for'),
  ...dhcpArguments,
  ...bootArguments,
  ...records,
};

export { plainArguments };

import * as z from 'zod';
import { dhcpArguments } from './dhcp-arguments.ts';
import { address, flag, name, short } from './values.ts';

const server = z.strictObject({
  address: address.describe('Name server'),
  domain: name.optional().describe('Asked for this domain only'),
  port: short.optional().describe('Its port'),
});

const service = z.strictObject({
  name: name.describe('Service, protocol and domain, such as _ldap._tcp.lab.example'),
  target: name.describe('Host that offers it'),
  port: short.describe('Its port'),
  priority: short.default(0).describe('The lowest is tried first'),
  weight: short.default(0).describe('Share among those of the same priority'),
});

const many = <T extends z.ZodType>(item: T) => z.array(item).default([]);

/** What may be said of a dnsmasq, under the names of its options: dnsmasq(8). */
export const dnsmasqArguments = {
  interface: many(name).describe('Interfaces to serve'),
  'except-interface': many(name).describe('Interfaces not to serve'),
  'listen-address': many(address).describe('Addresses to listen on'),
  port: short.optional().describe('Port of the name service; 0 for none'),
  'bind-interfaces': flag('Listen on these interfaces only'),
  'bind-dynamic': flag('The same, and follow interfaces that come later'),
  'no-resolv': flag('Do not ask the name servers of /etc/resolv.conf'),
  'no-hosts': flag('Do not answer from /etc/hosts'),
  server: many(server).describe('Name servers to ask'),
  domain: name.optional().describe('Domain of the guests'),
  local: many(name).describe('Domains that are answered from here only'),
  'expand-hosts': flag('Add the domain to names without one'),
  'domain-needed': flag('Never ask others for names without a domain'),
  'bogus-priv': flag('Never ask others for the names of private addresses'),
  'cache-size': z.int().min(0).max(100000).optional().describe('How many names are remembered'),
  'log-queries': flag('Log what is asked for'),
  ...dhcpArguments,
  'host-record': many(
    z.strictObject({ name: name.describe('Name'), ip: address.describe('Its address') }),
  ).describe('Names and their addresses, both ways'),
  address: many(
    z.strictObject({
      domain: name.describe('Domain, with all that is below it'),
      ip: address.describe('Its address'),
    }),
  ).describe('Domains that are answered with one address'),
  cname: many(
    z.strictObject({ cname: name.describe('Name'), target: name.describe('What it stands for') }),
  ).describe('Other names of names that this dnsmasq knows'),
  'srv-host': many(service).describe('SRV records'),
  'txt-record': many(
    z.strictObject({ name: name.describe('Name'), text: z.array(z.string()).describe('What it says') }),
  ).describe('TXT records'),
  'ptr-record': many(
    z.strictObject({ name: name.describe('Name'), target: name.describe('What it points to') }),
  ).describe('PTR records'),
};

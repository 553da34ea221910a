import * as z from 'zod';
import { oneOrMore } from './values.ts';

/**
 * The options of dnsmasq 2.90 that are written as dnsmasq.conf has them, by what follows their name. What the unit of
 * an instance says itself (user, group, pid-file, …) is not among them.
 */
const SWITCHES = `all-servers clear-on-reload conntrack dhcp-client-update dhcp-fqdn dhcp-ignore-clid
  dhcp-no-override dhcp-rapid-commit dhcp-sequential-ip dns-loop-detect dnssec dnssec-debug dnssec-no-timecheck
  filter-A filter-AAAA filterwin2k leasefile-ro local-service localise-queries localmx log-debug no-ident
  no-negcache no-ping no-poll no-round-robin proxy-dnssec quiet-dhcp quiet-dhcp6 quiet-ra quiet-tftp read-ethers
  rebind-localhost-ok script-arp script-on-renewal selfmx stop-dns-rebind strict-order strip-mac strip-subnet
  tftp-lowercase tftp-no-blocksize tftp-no-fail tftp-secure tftp-single-port`;

const VALUES = `add-cpe-id addn-hosts alias auth-peer auth-sec-servers auth-server auth-soa auth-ttl auth-zone
  bogus-nxdomain bridge-interface caa-record cache-rr conf-dir conf-file connmark-allowlist dhcp-circuitid dhcp-duid
  dhcp-hostsdir dhcp-hostsfile dhcp-lease-max dhcp-luascript dhcp-name-match dhcp-optsdir dhcp-optsfile
  dhcp-pxe-vendor dhcp-relay dhcp-remoteid dhcp-reply-delay dhcp-script dhcp-scriptuser dhcp-subscrid dhcp-ttl
  dns-forward-max dns-rr dnssec-limits dnssec-timestamp dumpfile dumpmask dynamic-host edns-packet-max
  fast-dns-retry filter-rr hostsdir ignore-address ipset local-ttl log-facility max-cache-ttl max-port
  max-tcp-connections max-ttl min-cache-ttl min-port mx-target naptr-record neg-ttl nftset no-dhcp-interface
  no-dhcpv4-interface no-dhcpv6-interface port-limit query-port rebind-domain-ok resolv-file servers-file
  shared-network synth-domain tftp-max tftp-mtu tftp-port-range trust-anchor`;

/** They stand alone or have a value. */
const BOTH = `add-mac add-subnet bootp-dynamic connmark-allowlist-enable dhcp-alternate-port dhcp-broadcast
  dhcp-generate-names dhcp-ignore-names dhcp-proxy dnssec-check-unsigned enable-dbus enable-ubus log-async
  tftp-unique-root umbrella use-stale-cache`;

const line = z.union([z.string().regex(/^[^\p{Cc}\p{Surrogate}]+$/u, 'one line of text'), z.number()], {
  error: 'text or a number, as dnsmasq.conf has it behind the =',
});
const lines = oneOrMore(line);
const SEE = 'see dnsmasq(8)';

/** How such an option may be written. */
const option = {
  switch: z.boolean().optional().describe(`A switch, ${SEE}`),
  value: lines.optional().describe(`As in dnsmasq.conf, once or as a list: ${SEE}`),
  both: z.union([z.boolean(), lines]).optional().describe(`true, or as in dnsmasq.conf: ${SEE}`),
};

function all<S>(names: string, schema: S): Record<string, S> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, schema]));
}

/** All other options of dnsmasq, under their names. */
export const plainArguments = {
  ...all(SWITCHES, option.switch),
  ...all(VALUES, option.value),
  ...all(BOTH, option.both),
};

/** What is written of them. */
export type PlainOptions = Readonly<Record<string, unknown>>;

/** Their lines of dnsmasq.conf, in the order of the lists above. */
export function plainLines(given: PlainOptions): string[] {
  return Object.keys(plainArguments).flatMap((name) => {
    const value = given[name];
    if (value === undefined || value === false) return [];
    return value === true ? [name] : [value].flat().map((one) => `${name}=${one}`);
  });
}

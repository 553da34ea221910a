import type { Option } from '../../dnsmasq/host-dnsmasq.ts';
import { matches } from '../../dnsmasq/served.ts';
import { numberOf } from '../../libvirt/model/address.ts';
import { modeOf } from '../../libvirt/model/mode.ts';
import { hasDnsmasq } from '../../libvirt/observe/network-dump.ts';
import { neededFor } from '../../versions/dnsmasq.ts';
import type { AuditedHost } from '../host-model.ts';
import type { Listener } from '../observe/listeners.ts';
import { type OnHost, onHosts, onNetworks, type Rule, when } from '../rule.ts';

/** Rules about name service: who asks whom, who listens where, and what dnsmasq understands. */
export const NAME_SERVICE_RULES: readonly Rule[] = [
  {
    id: 'open-resolver',
    severity: 'error',
    summary: 'A name server of the host answers the internet',
    why: 'Attackers use it to multiply their traffic, and read which names the host looks up.',
    todo: 'Let it listen on the addresses of its networks only, or close port 53 in the firewall.',
    find: onHosts((host) => {
      const open = (host.listeners ?? [])
        .filter(({ port }) => port === 53)
        .flatMap((one) => addressesOf(one, host))
        .filter(isPublic);
      return [...new Set(open)].map(
        (address): OnHost => ({
          object: 'host',
          evidence: `port 53 of ${address} is open`,
          command: ['ss', '-lnup'],
        }),
      );
    }),
  },
  {
    id: 'public-subnet-with-dns',
    severity: 'warning',
    summary: 'A network of public addresses has a name server that everybody reaches',
    why: 'The network is routed, and its dnsmasq answers whoever asks the address of its bridge.',
    todo: 'Say dns: { enable: no } in the network and give guests another name server, or close port 53 in the firewall.',
    find: onNetworks(({ live }) =>
      live && hasDnsmasq(live) && live.dns?.enable !== 'no' && ['route', 'open'].includes(modeOf(live))
        ? (live.ip ?? []).flatMap(({ address }, index) =>
            when(isPublic(address), `${address} is public`).map((one) => ({
              ...one,
              at: ['ip', index, 'address'],
            })),
          )
        : [],
    ),
  },
  {
    id: 'resolver-asks-itself',
    severity: 'error',
    summary: 'The host asks the name server of a network, which asks the host',
    why: 'libvirt lets its dnsmasq ask the servers of /etc/resolv.conf. A name that the network does not know goes in a circle.',
    todo: 'Give the host a name server of its own, or give the network forwarders; for names of guests use domain: { register: yes }.',
    find: onNetworks(({ live }, { out }) => {
      if (
        !live ||
        !hasDnsmasq(live) ||
        live.dns?.enable === 'no' ||
        live.dns?.forwarder?.some(({ addr, domain }) => addr && !domain)
      )
        return [];
      return (live.ip ?? []).flatMap(({ address }) =>
        when(out?.resolvers.includes(address), `/etc/resolv.conf names ${address}`),
      );
    }),
  },
  {
    id: 'port-53-taken',
    severity: 'error',
    summary: 'Another name server has taken port 53 of all addresses',
    why: 'A dnsmasq of libvirt cannot listen on the address of its bridge: the network does not start the next time.',
    todo: 'Let the other server listen on its own addresses only: bind-interfaces in dnsmasq, listen-on in named.',
    find: onHosts(({ listeners = [], networks }) => {
      const everywhere = listeners.find(
        ({ port, address, link }) =>
          port === 53 && link === undefined && (address === '0.0.0.0' || address === '::'),
      );
      const needs = networks.filter(
        ({ definition }) => hasDnsmasq(definition) && definition.dns?.enable !== 'no',
      );
      return when(
        everywhere && needs.length > 0,
        `something listens on ${everywhere?.address}:53, and ${needs.map(({ name }) => name).join(', ')} need it`,
        ['ss', '-lnup'],
      ).map((one) => ({ object: 'host', ...one }));
    }),
  },
  {
    id: 'two-dhcp-servers',
    severity: 'error',
    summary: 'Two DHCP servers are on one bridge',
    why: 'Guests take the answer that comes first: some get addresses and routes of the other server.',
    todo: 'Let one of them serve the bridge: take dhcp out of the network, or the interface out of the other dnsmasq.',
    find: onNetworks(({ live, bridge }, host) => {
      const serves = live?.ip?.some(({ dhcp }) => dhcp?.range?.length || dhcp?.host?.length);
      if (!serves || bridge === undefined) return [];
      const others = otherServers(host).filter(([, options]) => {
        const given = (name: string) =>
          options.flatMap(([key, value]) => (key === name ? value.split(',') : []));
        return given('dhcp-range').length > 0 && given('interface').some((one) => matches(one, bridge));
      });
      return others.flatMap(([file]) => when(true, `dnsmasq by ${file} serves ${bridge}, too`));
    }),
  },
  {
    id: 'dnsmasq-too-old',
    severity: 'error',
    summary: 'The dnsmasq of the host does not know an option of a network',
    why: 'dnsmasq refuses its whole file: the network does not start the next time. Source: CHANGELOG of dnsmasq.',
    todo: 'Update dnsmasq on the host, or take the option away.',
    find: onNetworks(({ definition }, { out }) =>
      (definition['dnsmasq:options']?.['dnsmasq:option'] ?? []).flatMap(({ value }, index) => {
        const needed = neededFor(value, out?.dnsmasq);
        const evidence = `${needed?.option} needs dnsmasq ${needed?.since}, the host has ${out?.dnsmasq}`;
        return when(needed, evidence).map((one) => ({
          ...one,
          at: ['dnsmasq:options', 'dnsmasq:option', index],
        }));
      }),
    ),
  },
];

/** The dnsmasqs beside those of libvirt that run: by the file or the instance that says where they serve. */
function otherServers({ dnsmasq, dnsmasqUnit }: AuditedHost): [string, readonly Option[]][] {
  const files = dnsmasqUnit?.active ? Object.entries(dnsmasq?.files ?? {}) : [];
  return [...files, ...Object.entries(dnsmasq?.instances ?? {})].map(([name, options]) => [name, options]);
}

/** The addresses under which a listener is reached. On `::` those of IPv4 are, too: net.ipv6.bindv6only of Linux. */
function addressesOf({ address, link }: Listener, { links }: AuditedHost): string[] {
  if (address !== '0.0.0.0' && address !== '::') return [address];
  return [...links.values()]
    .filter(({ name }) => link === undefined || name === link)
    .flatMap(({ addresses }) => addresses.map((cidr) => cidr.split('/')[0] ?? cidr))
    .filter((one) => address === '::' || !one.includes(':'));
}

/** Whether an address is one of the internet: RFC 6890 has those that are not. */
function isPublic(address: string): boolean {
  if (address.includes(':')) return /^[23]/.test(address) && !/^2001:db8:/i.test(address);
  return !PRIVATE.some(
    ([network, bits]) => numberOf(address) >> (32n - bits) === numberOf(network) >> (32n - bits),
  );
}

const PRIVATE: readonly (readonly [string, bigint])[] = [
  ['0.0.0.0', 8n],
  ['10.0.0.0', 8n],
  ['100.64.0.0', 10n],
  ['127.0.0.0', 8n],
  ['169.254.0.0', 16n],
  ['172.16.0.0', 12n],
  ['192.0.0.0', 24n],
  ['192.0.2.0', 24n],
  ['192.168.0.0', 16n],
  ['198.18.0.0', 15n],
  ['198.51.100.0', 24n],
  ['203.0.113.0', 24n],
  ['224.0.0.0', 3n],
];

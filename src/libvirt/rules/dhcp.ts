import { canonicalMac } from '../compare/canonical.ts';
import { contains, familyOf, prefixOf, spanOf, subnetOf } from '../model/address.ts';
import type { DhcpHost, Ip, Lease } from '../model/elements/ip.ts';
import type { Network } from '../model/network.ts';
import { ip as addressType } from '../model/value.ts';
import { repeated } from './repeated.ts';
import { type Rule, type Where, writesLength } from './rule.ts';

/** libvirt refuses leases shorter than dnsmasq takes. */
const SHORTEST_LEASE = 120;

const SECONDS = { seconds: 1, minutes: 60, hours: 3600 };

/** Rules about reservations and the DHCP service. */
export const DHCP_RULES: readonly Rule[] = [
  {
    code: 'dhcp-twice',
    severity: 'error',
    summary: 'More than one DHCP service of a family',
    hint: 'libvirt gives out addresses of one subnet of each family: keep the dhcp of one ip.',
    find: ({ ip = [] }) =>
      ip.flatMap((each, index) => {
        const serves = ({ dhcp, address }: Ip) =>
          (dhcp?.range?.length || dhcp?.host?.length) && familyOf(address) === familyOf(each.address);
        const other = serves(each) ? ip.slice(0, index).find(serves) : undefined;
        return other ? [{ at: ['ip', index, 'dhcp'], detail: `${other.address} has dhcp already` }] : [];
      }),
  },
  {
    code: 'bootp-alone',
    severity: 'error',
    summary: 'Network boot that libvirt would drop',
    hint: 'bootp needs a range or a host beside it, and an IPv4 address.',
    isCertain: ({ ip = [] }, [, index]) => familyOf(ip[Number(index)]?.address ?? '') === 'ipv6',
    find: ({ ip = [] }) =>
      ip.flatMap(({ dhcp, address }, index) => {
        const serves = dhcp?.range?.length || dhcp?.host?.length;
        if (!dhcp?.bootp || (serves && familyOf(address) === 'ipv4')) return [];
        return [{ at: ['ip', index, 'dhcp', 'bootp'], detail: `bootp of ${address}` }];
      }),
  },
  {
    code: 'tftp-ipv6',
    severity: 'error',
    summary: 'TFTP is for IPv4',
    hint: 'Move tftp to the IPv4 address.',
    find: ({ ip = [] }) =>
      ip.flatMap(({ tftp, address }, index) =>
        tftp && familyOf(address) === 'ipv6'
          ? [{ at: ['ip', index, 'tftp'], detail: `tftp of ${address}` }]
          : [],
      ),
  },
  {
    code: 'tftp-root',
    severity: 'error',
    summary: 'TFTP without a folder',
    hint: 'Give it a root: the folder on the host whose files are served.',
    isCertain: () => false,
    find: ({ ip = [] }) =>
      ip.flatMap(({ tftp, address }, index) =>
        tftp && !tftp.root ? [{ at: ['ip', index, 'tftp'], detail: `tftp of ${address}` }] : [],
      ),
  },
  {
    code: 'lease-too-short',
    severity: 'error',
    summary: 'A lease time below two minutes',
    hint: 'Take at least 2 minutes, or 0 for ever.',
    find: ({ ip = [] }) =>
      ip.flatMap(({ dhcp }, index) => [
        ...(dhcp?.range ?? []).flatMap(({ lease }, place) =>
          tooShort(lease, ['ip', index, 'dhcp', 'range', place]),
        ),
        ...(dhcp?.host ?? []).flatMap(({ lease }, place) =>
          tooShort(lease, ['ip', index, 'dhcp', 'host', place]),
        ),
      ]),
  },
  {
    code: 'host-outside',
    severity: 'error',
    summary: 'A reservation is outside its subnet',
    hint: 'Take an address of the subnet: libvirt accepts another one, but no guest gets it.',
    isCertain: writesLength,
    find: eachHost(({ ip }, parent) => {
      const span = spanOf(ip);
      if (span && contains(subnetOf(parent), span)) return undefined;
      return `${ip} is not within ${parent.address}/${prefixOf(parent)}`;
    }),
  },
  {
    code: 'host-is-own-address',
    severity: 'error',
    summary: "A reservation of the host's own address",
    hint: 'Take another address.',
    find: eachHost(({ ip }, parent) =>
      addressType.canonical(ip) === addressType.canonical(parent.address)
        ? `${ip} is the address of the host`
        : undefined,
    ),
  },
  {
    code: 'host-in-range',
    severity: 'warning',
    summary: 'A reservation lies inside a dynamic range',
    hint: 'It works once no other guest holds the address; take one outside the range to be sure.',
    find: eachHost(({ ip }, { dhcp }) => {
      const span = spanOf(ip);
      const range = dhcp?.range?.find(({ start, end }) => {
        const outer = spanOf(start, end);
        return span && outer && contains(outer, span);
      });
      return range && `${ip} is within ${range.start}-${range.end}`;
    }),
  },
  {
    code: 'host-unknown',
    severity: 'error',
    summary: 'A reservation that does not say whose it is',
    hint: 'Give it a mac or a name for IPv4, an id or a name for IPv6; a name starts with a letter or digit.',
    find: eachHost(({ mac, id, name }, { address }) => {
      const v6 = familyOf(address) === 'ipv6';
      if (v6 && mac !== undefined) return `mac ${mac} for IPv6`;
      if (name !== undefined && !/^[a-z0-9]/i.test(name)) return `name ${name}`;
      return (v6 ? id : mac) === undefined && name === undefined
        ? `no ${v6 ? 'id' : 'mac'} and no name`
        : undefined;
    }),
  },
  {
    code: 'host-repeated',
    severity: 'error',
    summary: 'Two reservations for the same guest or address',
    hint: 'Keep one of them.',
    find: ({ ip = [] }) =>
      ip.flatMap(({ dhcp }, index) => {
        const at = ['ip', index, 'dhcp', 'host'];
        const hosts = dhcp?.host ?? [];
        return [
          ...repeated(hosts, ({ mac }) => mac && canonicalMac(mac), 'mac', at),
          ...repeated(hosts, ({ id }) => id?.toLowerCase(), 'id', at),
          ...repeated(hosts, ({ name }) => name, 'name', at),
          ...repeated(hosts, (host) => addressType.canonical(host.ip), 'ip', at),
        ];
      }),
  },
];

function eachHost(check: (host: DhcpHost, parent: Ip) => string | undefined): (network: Network) => Where[] {
  return ({ ip = [] }) =>
    ip.flatMap((parent, index) =>
      (parent.dhcp?.host ?? []).flatMap((host, place) => {
        const detail = check(host, parent);
        return detail === undefined ? [] : [{ at: ['ip', index, 'dhcp', 'host', place], detail }];
      }),
    );
}

function tooShort(lease: Lease | undefined, at: Where['at']): Where[] {
  if (!lease || lease.expiry === 0) return [];
  const { expiry, unit = 'minutes' } = lease;
  if (expiry * SECONDS[unit] >= SHORTEST_LEASE) return [];
  return [{ at: [...at, 'lease'], detail: `${expiry} ${unit}` }];
}

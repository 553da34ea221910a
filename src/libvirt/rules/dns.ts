import type { Network } from '../model/network.ts';
import { ip as addressType } from '../model/value.ts';
import { repeated } from './repeated.ts';
import type { Rule, Where } from './rule.ts';

/** Rules about the name service. */
export const DNS_RULES: readonly Rule[] = [
  {
    code: 'dns-disabled',
    severity: 'error',
    summary: 'Records of a name service that is off',
    hint: 'Take enable: no away, or the records.',
    find: ({ dns }) => {
      const { enable, forwarder = [], host = [], srv = [], txt = [] } = dns ?? {};
      const count = forwarder.length + host.length + srv.length + txt.length;
      return enable === 'no' && count > 0
        ? [{ at: ['dns', 'enable'], detail: `enable is no beside ${count} records` }]
        : [];
    },
  },
  {
    code: 'forwarder-empty',
    severity: 'error',
    summary: 'A forwarder that says nothing',
    hint: 'Give it an addr, a domain, or both.',
    find: ({ dns }) =>
      (dns?.forwarder ?? []).flatMap(({ addr, domain }, index) =>
        addr === undefined && domain === undefined
          ? [{ at: ['dns', 'forwarder', index], detail: 'no addr and no domain' }]
          : [],
      ),
  },
  {
    code: 'dns-host-nameless',
    severity: 'error',
    summary: 'An address without a name',
    hint: 'Give it at least one hostname.',
    find: ({ dns }) =>
      (dns?.host ?? []).flatMap(({ ip, hostname = [] }, index) =>
        hostname.length === 0 || hostname.includes('')
          ? [{ at: ['dns', 'host', index], detail: `no name for ${ip}` }]
          : [],
      ),
  },
  {
    code: 'dns-repeated',
    severity: 'error',
    summary: 'Two records for the same thing',
    hint: 'Make one record of them.',
    find: ({ dns }) => [
      ...repeated(dns?.host ?? [], ({ ip }) => addressType.canonical(ip), 'ip', ['dns', 'host']),
      ...repeated(dns?.txt ?? [], ({ name }) => name, 'name', ['dns', 'txt']),
    ],
  },
  {
    code: 'txt-name',
    severity: 'error',
    summary: 'A name that no TXT record can have',
    hint: 'Leave blanks and commas out of the name.',
    find: ({ dns }) =>
      (dns?.txt ?? []).flatMap(({ name }, index) =>
        /[ ,]/.test(name) ? [{ at: ['dns', 'txt', index, 'name'], detail: JSON.stringify(name) }] : [],
      ),
  },
  {
    code: 'txt-quotes',
    severity: 'error',
    summary: 'A text with a quote that is never closed',
    hint: 'Leave the double quote out, or write two: dnsmasq does not start otherwise.',
    find: ({ dns }) =>
      (dns?.txt ?? []).flatMap(({ value }, index) =>
        value.split('"').length % 2 === 0
          ? [{ at: ['dns', 'txt', index, 'value'], detail: JSON.stringify(value) }]
          : [],
      ),
  },
  {
    code: 'srv-incomplete',
    severity: 'error',
    summary: 'An SRV record that libvirt refuses',
    hint: 'port, priority and weight need a target; service and protocol are plain words; port is not 0.',
    find: ({ dns }) =>
      (dns?.srv ?? []).flatMap(({ service, protocol, target, port, priority, weight }, index) => {
        const at = ['dns', 'srv', index];
        if (!/^[\w*+/-]{1,482}$/.test(service))
          return [{ at: [...at, 'service'], detail: `service ${service}` }];
        if (!/^[a-z0-9+/-]+$/i.test(protocol))
          return [{ at: [...at, 'protocol'], detail: `protocol ${protocol}` }];
        if (port === 0) return [{ at: [...at, 'port'], detail: 'port 0' }];
        const needsTarget = [port, priority, weight].some((value) => value !== undefined);
        return needsTarget && target === undefined ? [{ at, detail: `${service} has no target` }] : [];
      }),
  },
  {
    code: 'dns-name-characters',
    severity: 'error',
    summary: 'A name with characters that no name has',
    hint: 'Take letters, digits, dots, dashes and underscores.',
    find: (network) =>
      dnsNames(network).flatMap(({ at, detail }) =>
        /^[\w.-]*$/.test(detail) ? [] : [{ at, detail: JSON.stringify(detail) }],
      ),
  },
  {
    code: 'domain-register',
    severity: 'error',
    summary: 'A domain that cannot be registered',
    hint: 'register: yes needs localOnly: yes.',
    find: ({ domain }) =>
      domain?.register === 'yes' && domain.localOnly !== 'yes'
        ? [{ at: ['domain', 'register'], detail: `domain ${domain.name}` }]
        : [],
  },
];

function dnsNames({ domain, dns, ip = [] }: Network): Where[] {
  return [
    ...(domain ? [{ at: ['domain', 'name'], detail: domain.name }] : []),
    ...(dns?.host ?? []).flatMap(({ hostname = [] }, index) =>
      hostname.map((detail, place) => ({ at: ['dns', 'host', index, 'hostname', place], detail })),
    ),
    ...(dns?.forwarder ?? []).map(({ domain: detail = '' }, index) => ({
      at: ['dns', 'forwarder', index, 'domain'],
      detail,
    })),
    ...(dns?.srv ?? []).flatMap(({ domain: name = '', target = '' }, index) => [
      { at: ['dns', 'srv', index, 'domain'], detail: name },
      { at: ['dns', 'srv', index, 'target'], detail: target },
    ]),
    ...ip.flatMap(({ dhcp }, index) =>
      (dhcp?.host ?? []).map(({ name: detail = '' }, place) => ({
        at: ['ip', index, 'dhcp', 'host', place, 'name'],
        detail,
      })),
    ),
  ];
}

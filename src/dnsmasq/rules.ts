import { plain } from './served.ts';

/** What these rules read of the arguments. */
export interface Ruled {
  'dhcp-range': readonly {
    start: string;
    end?: string | undefined;
    netmask?: string | undefined;
    prefix?: number | undefined;
    'construct-from'?: string | undefined;
  }[];
  'dhcp-host': readonly {
    mac: readonly string[];
    id?: string | undefined;
    name?: string | undefined;
    ip: readonly string[];
  }[];
}

/** The arguments of the module itself, beside the options of dnsmasq. */
export interface GivenArguments extends Ruled {
  state?: string | undefined;
  path?: string | undefined;
  service?: string | undefined;
  interface: readonly string[];
  'listen-address': readonly string[];
}

/** Something in the arguments that cannot be meant; `at` is the path to it. */
export interface Misfit {
  at: (string | number)[];
  detail: string;
  hint?: string;
}

/** What does not fit together, and what dnsmasq would refuse or read as something else, whatever the host is like. */
export function misfits(given: GivenArguments): Misfit[] {
  return [
    ...(given.path === undefined ? instanceMisfits(given) : fileMisfits(given)),
    ...given['dhcp-range'].flatMap((range, index) => rangeMisfits(range, ['dhcp-range', index])),
    ...repeatedAddresses(given['dhcp-host']),
  ];
}

function fileMisfits({ state }: GivenArguments): Misfit[] {
  return state === 'running' || state === 'stopped'
    ? [{ at: ['state'], detail: 'With path it is a file, which is present or absent.' }]
    : [];
}

function instanceMisfits({
  state,
  service,
  interface: links,
  'listen-address': addresses,
}: GivenArguments): Misfit[] {
  const isNowhere = state !== 'absent' && links.length + addresses.length === 0;
  return [
    ...(state === 'present'
      ? [
          {
            at: ['state'],
            detail:
              'An instance is running, stopped or absent; with path it is a file, which can be present.',
          },
        ]
      : []),
    ...(service === undefined
      ? []
      : [
          {
            at: ['service'],
            detail: 'An instance has a unit of its own; service is for a file, which path names.',
          },
        ]),
    ...(isNowhere
      ? [
          {
            at: ['name'],
            detail: 'An instance needs an interface or a listen-address: it must not serve everywhere.',
          },
        ]
      : []),
  ];
}

type Range = Ruled['dhcp-range'][number];

function rangeMisfits({ start, end, netmask, prefix }: Range, at: (string | number)[]): Misfit[] {
  const isV6 = start.includes(':');
  const wrong = (key: string, detail: string) => [{ at: [...at, key], detail }];
  return [
    ...(end !== undefined && end.includes(':') !== isV6
      ? wrong('end', `${start} and ${end} are not of the same family.`)
      : []),
    ...(isV6 && netmask !== undefined
      ? wrong('netmask', 'A range of IPv6 has a prefix, not a netmask.')
      : []),
    ...(!isV6 && prefix !== undefined
      ? wrong('prefix', 'A range of IPv4 has a netmask, not a prefix, which dnsmasq would take for a time.')
      : []),
  ];
}

type Host = Ruled['dhcp-host'][number];

/** dnsmasq does not start with two reservations of one address. */
function repeatedAddresses(hosts: readonly Host[]): Misfit[] {
  const known = new Map<string, Host>();
  return hosts.flatMap((host, index) =>
    host.ip.flatMap((ip) => {
      const key = plain(ip);
      const first = known.get(key);
      known.set(key, first ?? host);
      if (!first) return [];
      const macs = [...new Set([...first.mac, ...host.mac])].map((mac) => `"${mac}"`);
      return {
        at: ['dhcp-host', index],
        detail: `${key} is reserved twice: for ${called(first)} and for ${called(host)}.`,
        hint:
          macs.length > 1
            ? `Give one of them another address. Two cards of one machine are one entry: mac: [${macs.join(', ')}].`
            : 'Give one of them another address.',
      };
    }),
  );
}

function called({ mac, id, name }: Host): string {
  return [name, mac.join(', '), id].filter(Boolean).join(', ');
}

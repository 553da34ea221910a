import { only, type Probe } from '../../plan/probe.ts';
import { textOf } from '../observe/all-networks.ts';
import { LEASE_ROW } from '../observe/leases.ts';

/** Times in UTC, whatever the host's own zone is. A network without DHCP service answers with nothing or an error. */
const READ = `
TZ=UTC0; export TZ
uuids=$(libvirt 'net-list --uuid') || exit
sep=$(printf '\\036') all=
for uuid in $uuids; do all="$all echo '$sep'; net-info $uuid; net-dhcp-leases $uuid;"; done
[ -z "$all" ] || libvirt "$all"`;

/** A lease as libvirt's Python library has it. */
export interface ToldLease {
  iface: string;
  /** Seconds since 1970; 0 for one that never expires. */
  expirytime: number;
  /** 0 is IPv4, 1 is IPv6. */
  type: number;
  mac: string;
  iaid: string | null;
  ipaddr: string;
  prefix: number;
  hostname: string | null;
  clientid: string | null;
}

/** The leases of all active networks as they are when the task runs, by the UUID of the network. */
export const leasesNow: Probe<Readonly<Record<string, readonly ToldLease[]>>> = {
  key: 'leases of all networks now',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  awaited: true,
  parse: (answers) => {
    const parts = textOf(only(answers)).split('\x1e').slice(1);
    return Object.fromEntries(
      parts.map((text) => {
        const field = (name: string) => new RegExp(`^${name}: +(\\S+)$`, 'm').exec(text)?.[1] ?? '';
        return [field('UUID'), text.split('\n').flatMap((line) => leaseIn(line, field('Bridge')) ?? [])];
      }),
    );
  },
};

function leaseIn(line: string, iface: string): ToldLease | undefined {
  const { expires = '', mac = '', ip, hostname = '-', clientId = '-' } = LEASE_ROW.exec(line)?.groups ?? {};
  if (ip === undefined) return undefined;
  const said = (text: string) => (text === '-' ? null : text);
  return {
    ...{
      iface,
      expirytime: Date.parse(`${expires.replace(' ', 'T')}Z`) / 1000,
      type: Number(ip.includes(':')),
    },
    ...{ mac, iaid: null, ipaddr: ip, prefix: Number(/\/(\d+) /.exec(line)?.[1]) },
    ...{ hostname: said(hostname), clientid: said(clientId) },
  };
}

import { only, type Probe } from '../../plan/probe.ts';
import { escapeText } from '../format/serialize.ts';
import { hasOwnBridge } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { areUnread, type DhcpLease, parseLeases } from './leases.ts';
import { type NetInfo, parseNetInfo } from './net-info.ts';
import { readNetwork } from './network-state.ts';

/** What libvirt says of one network, as it says it. */
export interface NetworkDump {
  /** Undefined where the host has no network of that name. */
  info?: NetInfo;
  /** XML; undefined for a transient network. */
  persistent?: string;
  /** XML, without the number of connected guests; undefined while it is inactive. */
  live?: string;
  leases: readonly DhcpLease[];
  /** libvirt cannot read them. */
  leasesUnread: boolean;
  /** Names of all networks of the host. */
  names: readonly string[];
}

export function networkDump(name: string): Probe<NetworkDump> {
  return {
    key: `dump of network ${name}`,
    ask: {
      kind: 'virsh',
      commands: [
        ...readNetwork(name),
        ['net-dhcp-leases', '--network', name],
        ['net-list', '--all', '--name'],
      ],
    },
    parse: (answers) => {
      const [about = '', persistent = '', live = '', leases = '', names = ''] = answers.map(({ stdout }) =>
        stdout.toString(),
      );
      const info = parseNetInfo(about);
      return {
        ...(info.name && { info }),
        ...(info.persistent && { persistent: persistent.trim() }),
        ...(info.active && { live: live.trim().replace(/^(<network) connections='\d+'/, '$1') }),
        leases: parseLeases(leases),
        leasesUnread: areUnread(answers[3]?.stderr.toString() ?? ''),
        names: names.split('\n').filter((each) => each !== ''),
      };
    },
    volatile: true,
  };
}

const READ_PID = `
read -r pid </run/libvirt/network/"$1".pid || exit 0
[ -d "/proc/$pid" ] && echo "$pid"`;

/** The process of a network's dnsmasq, where libvirt keeps one for it and it runs. libvirt escapes the file's name as XML. */
export function dnsmasqPid(name: string): Probe<number | undefined> {
  return {
    key: `dnsmasq of network ${name}`,
    ask: { kind: 'script', script: READ_PID, args: [escapeText(name)] },
    parse: (answers) => {
      const text = only(answers).stdout.toString().trim();
      return /^\d+$/.test(text) ? Number(text) : undefined;
    },
    volatile: true,
  };
}

/**
 * libvirt keeps the numbers of the processes for all to read: its own beside those of the networks. A daemon that ended
 * itself because nobody asked it anything is woken by a question: libvirtd(8), --timeout. They are those of this host,
 * not of a libvirt elsewhere or of a session.
 */
const READ_RUNNING = `
case $libvirt_uri in
  *:///system*) ;;
  *) exit 0 ;;
esac
cd /run/libvirt/network 2>/dev/null || exit 0
[ -e driver.pid ] || libvirt net-list --name >/dev/null 2>&1
for file in *.pid; do
  pid= comm=
  # Not every file ends its line.
  read -r pid <"$file" || [ -n "$pid" ] || continue
  read -r comm <"/proc/$pid/comm" && echo "$comm \${file%.pid}"
done 2>/dev/null
true`;

/** The daemon that runs the networks, and which of them have a running dnsmasq; undefined where that cannot be read. */
export type RunningDnsmasqs = { daemon: string; networks: readonly string[] } | undefined;

export const runningDnsmasqs: Probe<RunningDnsmasqs> = {
  key: 'dnsmasqs of libvirt',
  open: true,
  ask: { kind: 'script', script: READ_RUNNING, args: [] },
  parse: (answers) => {
    const all = only(answers)
      .stdout.toString()
      .split('\n')
      .map((line) => /^(\S+) (.*)$/.exec(line)?.slice(1) ?? []);
    const daemon = all.find(([, name]) => name === 'driver')?.[0];
    const networks = all.flatMap(([comm, name = '']) => (comm === 'dnsmasq' ? [unescaped(name)] : []));
    return daemon === undefined ? undefined : { daemon, networks };
  },
  volatile: true,
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(name: string): string {
  return name.replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}

/** Whether libvirt runs a dnsmasq for a network while it is active. */
export function hasDnsmasq(live: Network): boolean {
  const { ip = [], dns } = live;
  return hasOwnBridge(live) && ip.length > 0 && (dns?.enable !== 'no' || ip.some(({ dhcp }) => dhcp));
}

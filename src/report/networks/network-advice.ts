import { listed, ranges } from '../fold.ts';
import type { NetworkGuest, NetworkRow, UnreadableNetwork } from './network-rows.ts';

/** Something an operator would want to know of a network, and what to type to see or repair it. */
export interface Advice {
  /** `hv02/default`, or `hv[01:04]/default` when it holds on several hosts. */
  subject: string;
  sentence: string;
  command?: string;
}

/** What deserves attention, the most urgent rule first. The same sentence on several hosts is said once. */
export function advice(rows: readonly NetworkRow[], unreadable: readonly UnreadableNetwork[]): Advice[] {
  return [...adviceOf(unreadable, cannotBeRead), ...RULES.flatMap((rule) => adviceOf(rows, rule))];
}

type Said = Omit<Advice, 'subject'>;

function adviceOf<Row extends { host: string; network: string }>(
  rows: readonly Row[],
  rule: (row: Row) => Said | undefined,
): Advice[] {
  const found = new Map<string, Said & { hosts: string[]; network: string }>();
  for (const row of rows) {
    const said = rule(row);
    if (!said) continue;
    const key = JSON.stringify([row.network, said]);
    const same = found.get(key);
    if (same) same.hosts.push(row.host);
    else found.set(key, { hosts: [row.host], network: row.network, ...said });
  }
  return [...found.values()].map(({ hosts, network, ...said }) => ({
    subject: `${listed(ranges(hosts), 40)}/${network}`,
    ...said,
  }));
}

function cannotBeRead({ network, message }: UnreadableNetwork): Said {
  return { sentence: `${message}.`, ...command('virsh', 'net-dumpxml', '--network', network) };
}

const RULES: readonly ((row: NetworkRow) => Said | undefined)[] = [
  ({ guestsOffBridge, bridge }) =>
    guestsOffBridge.length > 0
      ? {
          sentence: `${names(guestsOffBridge)} ${guestsOffBridge.length === 1 ? 'is' : 'are'} off the bridge ${bridge ?? ''}: no frame of theirs gets through.`,
          ...command('ip', '-br', 'link', 'show', 'master', bridge ?? ''),
        }
      : undefined,
  ({ dnsmasqDown }) =>
    dnsmasqDown !== null
      ? {
          sentence:
            'its dnsmasq is not running: guests get neither addresses nor names. The daemon starts it again; guests keep their links.',
          ...command('systemctl', 'restart', dnsmasqDown),
        }
      : undefined,
  ({ network, leasesUnread }) =>
    leasesUnread
      ? {
          sentence:
            'libvirt cannot read its leases: it is unknown who holds which address. A guest may have a name that breaks the file.',
          ...command('virsh', 'net-dhcp-leases', '--network', network),
        }
      : undefined,
  ({ leases }) =>
    leases && leases.addresses > 0 && leases.free === 0
      ? { sentence: 'no address of its DHCP ranges is free: a guest that is new gets none.' }
      : undefined,
  ({ network, liveDiffers }) =>
    liveDiffers.length > 0
      ? {
          sentence: `the live copy differs from the persistent one (${liveDiffers.join('; ')}); a restart of the network will change it.`,
          ...command('virsh', 'net-dumpxml', '--inactive', '--network', network),
        }
      : undefined,
  ({ network, persistent }) =>
    persistent
      ? undefined
      : {
          sentence: 'has no persistent copy: gone for good once it stops.',
          ...command('virsh', 'net-dumpxml', '--network', network),
        },
  ({ network, active, autostart, persistent }) =>
    persistent && active && !autostart
      ? {
          sentence: 'not autostarted: will be down after a reboot.',
          ...command('virsh', 'net-autostart', '--network', network),
        }
      : undefined,
  ({ network, active, guests, bridge }) =>
    !active && guests.length > 0
      ? {
          sentence: `down, and ${names(guests)} without a network. A start alone does not plug guests in again; a network task does both.`,
          ...(bridge !== null && startAndPlug(network, bridge, guests)),
        }
      : undefined,
  ({ network, active, autostart, guests }) =>
    autostart && !active && guests.length === 0
      ? { sentence: 'autostarted, but down.', ...command('virsh', 'net-start', '--network', network) }
      : undefined,
];

function names(guests: readonly NetworkGuest[]): string {
  return guests
    .map(({ guest, interface: tap }) => (tap === undefined ? guest : `${guest} (${tap})`))
    .join(', ');
}

function startAndPlug(
  network: string,
  bridge: string,
  guests: readonly NetworkGuest[],
): Pick<Said, 'command'> {
  const plugs = guests.flatMap(({ interface: tap }) =>
    tap === undefined ? [] : [['ip', 'link', 'set', 'dev', tap, 'master', bridge]],
  );
  const all = [['virsh', 'net-start', '--network', network], ...plugs].map(
    (argv) => command(...argv).command,
  );
  return all.every((one) => one !== undefined) ? { command: all.join(' && ') } : {};
}

/** A command to copy, unless a shell would read more into one of its words: names come from hosts. */
function command(...argv: readonly string[]): Pick<Said, 'command'> {
  return argv.every((word) => /^[\w@%+:,./-]+$/.test(word)) ? { command: argv.join(' ') } : {};
}

import { prefixOf } from '../../libvirt/model/address.ts';
import { hasOwnBridge } from '../../libvirt/model/mode.ts';
import { ip as addressType } from '../../libvirt/model/value.ts';
import { onHosts, onNetworks, type Rule, when } from '../rule.ts';

/** Rules about how networks of libvirt stand: copies, starts, bridges, dnsmasq. */
export const NETWORK_STATE_RULES: readonly Rule[] = [
  {
    id: 'network-unreadable',
    severity: 'error',
    summary: 'libvirt prints a definition that cannot be read',
    why: 'libvirt does not escape all that it prints. No program can read the network, and no task can change it.',
    todo: 'Define it again without quotes and angle brackets in names.',
    find: onHosts(({ unreadable }) =>
      unreadable.map(({ name, unreadable: why }) => ({
        object: `network ${name}`,
        evidence: why,
        command: ['virsh', 'net-dumpxml', '--network', name],
      })),
    ),
  },
  {
    id: 'live-copy-lost',
    severity: 'warning',
    summary: 'A running network differs from its definition',
    why: 'What only the live copy has is lost when the network or the host starts again, and what only the persistent copy has comes then.',
    todo: 'Describe what is right in a network task: a run brings both copies to it.',
    find: onNetworks(({ name, liveDiffers }) =>
      when(liveDiffers.length > 0, liveDiffers.join('; '), [
        'virsh',
        'net-dumpxml',
        '--inactive',
        '--network',
        name,
      ]),
    ),
  },
  {
    id: 'network-transient',
    severity: 'warning',
    summary: 'A running network has no persistent definition',
    why: 'It is gone for good once it stops, with the host at the latest.',
    todo: 'Define it, or describe it in a network task.',
    find: onNetworks(({ name, active, persistent }) =>
      when(active && !persistent, 'it is transient', ['virsh', 'net-dumpxml', '--network', name]),
    ),
  },
  {
    id: 'autostart-off',
    severity: 'warning',
    summary: 'A running network does not start with the host',
    why: 'After the next start of the host its guests have no network, and do not start.',
    todo: 'Switch autostart on, or say autostart: false in its task and waive this.',
    find: onNetworks(({ name, active, autostart, persistent }) =>
      when(active && persistent && !autostart, 'autostart is off', [
        'virsh',
        'net-autostart',
        '--network',
        name,
      ]),
    ),
  },
  {
    id: 'network-down',
    severity: 'warning',
    summary: 'A network that starts with the host does not run',
    why: 'Somebody stopped it, or its start failed.',
    todo: 'Start it. virtfleet doctor HOST/NETWORK says why a start fails.',
    find: onNetworks(({ name, active, autostart, guests }) =>
      when(
        autostart && !active && !guests.some(({ running }) => running),
        'autostart is on, and it is down',
        ['virsh', 'net-start', '--network', name],
      ),
    ),
  },
  {
    id: 'network-down-with-guests',
    severity: 'error',
    summary: 'Running guests are on a network that is down',
    why: 'They have no network. A start of the network alone does not plug them in again.',
    todo: 'Run its network task: it starts the network and plugs the guests in.',
    find: onNetworks(({ active, guests }) => {
      const running = [...new Set(guests.flatMap(({ guest, running: runs }) => (runs ? [guest] : [])))];
      return when(!active && running.length > 0, `without a network: ${running.join(', ')}`);
    }),
  },
  {
    id: 'dnsmasq-down',
    severity: 'error',
    summary: 'The dnsmasq of a running network is gone',
    why: 'Guests get neither addresses nor names.',
    todo: 'Restart the daemon of libvirt: it starts its dnsmasqs again, and guests keep their links.',
    find: onNetworks(({ dnsmasqDown }) =>
      when(dnsmasqDown, 'it has no process of dnsmasq', ['systemctl', 'restart', dnsmasqDown ?? '']),
    ),
  },
  {
    id: 'bridge-gone',
    severity: 'error',
    summary: 'The bridge of a running network is gone',
    why: 'Somebody deleted it. Its guests have no network, and libvirt does not notice.',
    todo: 'Run its network task: it makes the bridge again and plugs the guests in.',
    find: onNetworks(({ live, bridge }, { links }) =>
      when(
        live && hasOwnBridge(live) && bridge !== undefined && !links.has(bridge),
        `the host has no ${bridge}`,
      ),
    ),
  },
  {
    id: 'bridge-down',
    severity: 'error',
    summary: 'The bridge of a running network is set down',
    why: 'No frame goes through it.',
    todo: 'Set it up.',
    find: onNetworks(({ active, bridge }, { links }) => {
      const link = bridge === undefined ? undefined : links.get(bridge);
      return when(active && link && !link.up, `${bridge} is down`, [
        'ip',
        'link',
        'set',
        'dev',
        bridge ?? '',
        'up',
      ]);
    }),
  },
  {
    id: 'bridge-without-its-address',
    severity: 'error',
    summary: 'The bridge of a running network lacks an address',
    why: 'The address is the gateway and the name server of the guests. Somebody flushed it.',
    todo: 'Run its network task, or add the address.',
    find: onNetworks(({ live, bridge }, { links }) => {
      const link = bridge === undefined ? undefined : links.get(bridge);
      if (!live || !hasOwnBridge(live) || !link) return [];
      const has = new Set(link.addresses.map((cidr) => addressType.canonical(cidr.split('/')[0] ?? cidr)));
      return (live.ip ?? []).flatMap((each, index) => {
        // The kernel is asked for those that others see only.
        if (/^fe[89ab]/i.test(each.address)) return [];
        const cidr = `${each.address}/${prefixOf(each)}`;
        return when(!has.has(addressType.canonical(each.address)), `${link.name} has no ${cidr}`, [
          'ip',
          'addr',
          'add',
          cidr,
          'dev',
          link.name,
        ]).map((one) => ({ ...one, at: ['ip', index, 'address'] }));
      });
    }),
  },
  {
    id: 'libvirt-not-at-start',
    severity: 'warning',
    summary: 'libvirt does not start with the host',
    why: 'Its networks start with it: after the next start of the host there are none, whatever autostart says.',
    todo: 'Enable the service of libvirt; a socket alone starts it only once somebody asks.',
    find: onHosts(({ libvirtSettings, networks }) => {
      const { units = {} } = libvirtSettings ?? {};
      const known = STARTERS.filter((unit) => unit in units);
      const isOff = known.length > 0 && !known.some((unit) => units[unit]?.startsWith('enabled'));
      const about = known.map((unit) => `${unit} is ${units[unit]}`).join(', ');
      const isMissed = isOff && networks.some(({ autostart }) => autostart);
      return when(isMissed, about, ['systemctl', 'enable', known[0] ?? '']).map((one) => ({
        object: 'host',
        ...one,
      }));
    }),
  },
];

/** The guests' daemon, which starts with the host, asks the socket of the networks' daemon; nobody asks that of libvirtd. */
const STARTERS = ['libvirtd.service', 'virtnetworkd.service', 'virtnetworkd.socket'];

import type { Ability } from '../../../src/versions/libvirt.ts';
import type { Elements } from '../changes/change.ts';

const ROUTED = { forward: { mode: 'nat' }, ip: [{ address: '10.70.0.1', prefix: 8 }] };
const SERVED = { ...ROUTED, dns: { host: [{ ip: '10.70.0.9', hostname: ['web'] }] } };
const HOSTDEV = { mode: 'hostdev', managed: 'yes', pf: { dev: 'eth0' } };

/** A network with each of `ELEMENTS`. */
export const WITH: Readonly<Record<string, Elements>> = {
  'bridge.zone': { ...ROUTED, bridge: { zone: 'work' } },
  'dnsmasq:options': { ...ROUTED, 'dnsmasq:options': { 'dnsmasq:option': [{ value: 'no-hosts' }] } },
  'port.isolated': { ...ROUTED, port: { isolated: 'yes' } },
  'forward.nat.ipv6': { ...ROUTED, forward: { mode: 'nat', nat: { ipv6: 'yes' } } },
  title: { ...ROUTED, title: 'The lab' },
  description: { ...ROUTED, description: 'The lab' },
  'forward.driver.model': { forward: { ...HOSTDEV, driver: { name: 'vfio', model: 'mlx5_vfio_pci' } } },
  'domain.register': { ...ROUTED, domain: { name: 'lab.example', localOnly: 'yes', register: 'yes' } },
  'dns.forwarder.port': { ...ROUTED, dns: { forwarder: [{ addr: '192.0.2.53', port: 5353 }] } },
  'forward.driver.iommufd': { forward: { ...HOSTDEV, driver: { name: 'vfio', iommufd: 'yes' } } },
};

/** Something that a libvirt does or refuses: a network that is defined, and calls that follow while it runs. */
export interface Try {
  network: Elements;
  /** Words of net-define before the file. */
  options?: string;
  /** Started, then this is done; `$1` is the network. */
  running?: string;
}

const modify = (section: string, xml: string): Try => ({
  network: SERVED,
  running: `virsh net-update "$1" modify ${section} "${xml}" --live --config`,
});

/** What proves each ability. */
export const TRIES: Readonly<Record<Ability, Try>> = {
  'net-define --validate': { network: ROUTED, options: '--validate' },
  'MTU of a bridge': {
    network: { ...ROUTED, bridge: { name: 'vfgate' }, mtu: { size: 1400 } },
    running: '[ "$(cat /sys/class/net/vfgate/mtu)" = 1400 ]',
  },
  'words of a network that runs': { network: ROUTED, running: 'virsh net-desc "$1" --live --new-desc lab' },
  'driver xen': { network: { forward: { ...HOSTDEV, driver: { name: 'xen' } } } },
  'net-update modify dns-host': modify('dns-host', "<host ip='10.70.0.9'><hostname>www</hostname></host>"),
  'net-update modify dns-txt': {
    ...modify('dns-txt', "<txt name='key' value='two'/>"),
    network: { ...ROUTED, dns: { txt: [{ name: 'key', value: 'one' }] } },
  },
  'mode open without an ip': { network: { forward: { mode: 'open' } } },
  'VLANs on any bridge': {
    network: { forward: { mode: 'bridge' }, bridge: { name: 'br0' }, vlan: { tag: [{ id: 42 }] } },
  },
  'IPv4 ranges over a 65536 block': {
    network: {
      ...ROUTED,
      ip: [
        { address: '10.70.0.1', prefix: 8, dhcp: { range: [{ start: '10.70.255.0', end: '10.71.0.9' }] } },
      ],
    },
  },
  'routes without an address': { network: { ...ROUTED, route: [{ gateway: '10.70.0.2' }] } },
};

import type { Kind } from './kind.ts';

const reservation = (ip: string, name = 'web') => `<host mac='52:54:00:00:07:01' name='${name}' ip='${ip}'/>`;
const update = (network: string, command: string, section: string, xml: string, flags: string) =>
  `virsh -q net-update ${network} ${command} ${section} "${xml}" ${flags}`;

/** Changes of networks, each of one of its own. */
export const NETWORK_KINDS: readonly Kind[] = [
  {
    name: 'the stored copy of a network alone',
    does: `virsh net-dumpxml n01 --inactive | sed "s/size='1400'/size='1450'/" >/run/n01 && virsh -q net-define /run/n01`,
    resource: 'network n01',
    what: 'mtu',
    copies: ['stored'],
  },
  {
    name: 'the running copy of a network alone',
    does: update('n02', 'delete', 'ip-dhcp-host', reservation('10.2.0.20'), '--live'),
    resource: 'network n02',
    what: 'reservation web',
    copies: ['running'],
  },
  {
    name: 'both copies of a network: an entry removed',
    does: update('n03', 'delete', 'ip-dhcp-host', reservation('10.3.0.20'), '--live --config'),
    resource: 'network n03',
    what: 'reservation web',
    copies: ['stored', 'running'],
  },
  {
    name: 'both copies of a network: an entry changed',
    does: update('n04', 'modify', 'ip-dhcp-host', reservation('10.4.0.77'), '--live --config'),
    resource: 'network n04',
    what: 'reservation web',
    copies: ['stored', 'running'],
  },
  {
    name: 'the autostart of a network',
    does: 'virsh -q net-autostart n05 --disable',
    resource: 'network n05',
    what: 'network n05 autostart',
    copies: ['stored'],
  },
  {
    name: 'a network stopped',
    does: 'virsh -q net-destroy n06',
    resource: 'network n06',
    what: 'network n06',
    copies: ['running'],
  },
  {
    name: 'a network removed',
    does: 'virsh -q net-destroy n07; virsh -q net-undefine n07',
    resource: 'network n07',
    what: 'network n07',
    copies: ['stored', 'running'],
  },
  {
    name: 'a network made transient',
    does: 'virsh -q net-undefine n08',
    resource: 'network n08',
    what: 'network n08',
    copies: ['stored'],
  },
  {
    name: 'a tap of a guest taken off its bridge',
    does: 'ip link set dev "$(virsh -q domiflist g1 | grep n09 | cut -d" " -f2)" nomaster',
    resource: 'network n09',
    what: 'guest g1',
    copies: ['kernel'],
  },
  {
    name: 'a firewall chain flushed',
    does: 'iptables -F LIBVIRT_FWO',
    resource: 'network n10',
    what: 'firewall rules of network n10',
    copies: ['kernel'],
  },
  {
    name: 'a domain of a network',
    does: `virsh net-dumpxml n11 --inactive | sed "s/d11.example/other.example/" >/run/n11 && virsh -q net-define /run/n11`,
    resource: 'network n11',
    what: 'domain',
    copies: ['stored'],
  },
  {
    name: 'the dnsmasq of a network killed',
    does: 'kill -9 "$(cat /run/libvirt/network/n12.pid)"',
    resource: 'network n12',
    what: 'dnsmasq of network n12',
    copies: ['running'],
  },
  {
    name: 'an address taken off the bridge of a network',
    does: 'ip addr del 10.13.0.1/24 dev vb13',
    resource: 'network n13',
    what: 'addresses of vb13',
    copies: ['kernel'],
  },
  {
    name: 'an address given to the bridge of a network',
    does: 'ip addr add 10.114.0.9/24 dev vb14',
    resource: 'network n14',
    what: 'addresses of vb14',
    copies: ['kernel'],
  },
  {
    name: 'the bridge of a network set down',
    does: 'ip link set dev vb15 down',
    resource: 'network n15',
    what: 'state of vb15',
    copies: ['kernel'],
  },
  {
    name: 'the mtu of the bridge of a network',
    does: 'ip link set dev vb16 mtu 1300',
    resource: 'network n16',
    what: 'mtu of vb16',
    copies: ['kernel'],
  },
  {
    name: 'a route of a network',
    does: 'ip route del 10.217.0.0/16 dev vb17',
    resource: 'network n17',
    what: 'routes of vb17',
    copies: ['kernel'],
  },
  {
    name: 'the bridge of a network deleted',
    does: 'ip link del vb18',
    resource: 'network n18',
    what: 'bridge vb18 of network n18',
    copies: ['kernel'],
  },
];

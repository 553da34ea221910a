import type { Copy } from '../../../src/plan/change.ts';

/** A way to change a host behind the back of Virtfleet. */
export interface Kind {
  name: string;
  /** Shell text for the host, as root. */
  does: string;
  /** What is found: the resource, the difference and the copies. */
  resource: string;
  what: string;
  copies: readonly Copy[];
}

const reservation = (ip: string, name = 'web') => `<host mac='52:54:00:00:07:01' name='${name}' ip='${ip}'/>`;
const update = (network: string, command: string, section: string, xml: string, flags: string) =>
  `virsh -q net-update ${network} ${command} ${section} "${xml}" ${flags}`;

/** Thirty and more, each on a resource of its own, or another difference of one. */
export const KINDS: readonly Kind[] = [
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
    name: 'a parameter of the kernel',
    does: 'echo 71 >/proc/sys/net/ipv4/ip_default_ttl',
    resource: 'sysctl net.ipv4.ip_default_ttl',
    what: 'running net.ipv4.ip_default_ttl',
    copies: ['kernel'],
  },
  {
    name: 'the file of a parameter removed',
    does: 'rm /etc/sysctl.d/60-virtfleet-net.ipv4.tcp_fin_timeout.conf',
    resource: 'sysctl net.ipv4.tcp_fin_timeout',
    what: 'file /etc/sysctl.d/60-virtfleet-net.ipv4.tcp_fin_timeout.conf',
    copies: ['file'],
  },
  {
    name: 'the file of a parameter changed',
    does: 'echo "net.ipv4.tcp_keepalive_time = 0" >/etc/sysctl.d/60-virtfleet-net.ipv4.tcp_keepalive_time.conf',
    resource: 'sysctl net.ipv4.tcp_keepalive_time',
    what: 'file /etc/sysctl.d/60-virtfleet-net.ipv4.tcp_keepalive_time.conf',
    copies: ['file'],
  },
  {
    name: 'a route of a bridge',
    does: 'ip route del 10.201.0.0/16',
    resource: 'bridge br1',
    what: 'routes of br1',
    copies: ['kernel'],
  },
  {
    name: 'an address of a bridge',
    does: 'ip addr del 10.82.0.1/24 dev br2',
    resource: 'bridge br2',
    what: 'addresses of br2',
    copies: ['kernel'],
  },
  {
    name: 'the mtu of a bridge',
    does: 'ip link set br3 mtu 1300',
    resource: 'bridge br3',
    what: 'mtu of br3',
    copies: ['kernel'],
  },
  {
    name: 'the spanning tree of a bridge',
    does: 'ip link set br4 type bridge stp_state 1',
    resource: 'bridge br4',
    what: 'stp of br4',
    copies: ['kernel'],
  },
  {
    name: 'a bridge set down',
    does: 'ip link set br5 down',
    resource: 'bridge br5',
    what: 'state of br5',
    copies: ['kernel'],
  },
  {
    name: 'the netplan file of a bridge',
    does: "sed -i 's/10.86.0.1/10.86.0.7/' /etc/netplan/60-virtfleet-br6.yaml",
    resource: 'bridge br6',
    what: 'file /etc/netplan/60-virtfleet-br6.yaml',
    copies: ['file'],
  },
  {
    name: 'the content of a file',
    does: 'echo other >/etc/drift/content',
    resource: 'file /etc/drift/content',
    what: 'file /etc/drift/content',
    copies: ['file'],
  },
  {
    name: 'the mode of a lease file',
    does: 'chmod 0600 /etc/drift/leases',
    resource: 'file /etc/drift/leases',
    what: 'file /etc/drift/leases',
    copies: ['file'],
  },
  {
    name: 'the owner of a file',
    does: 'chown nobody /etc/drift/owner',
    resource: 'file /etc/drift/owner',
    what: 'file /etc/drift/owner',
    copies: ['file'],
  },
  {
    name: 'a file removed',
    does: 'rm /etc/drift/removed',
    resource: 'file /etc/drift/removed',
    what: 'file /etc/drift/removed',
    copies: ['file'],
  },
  {
    name: 'the target of a link',
    does: 'ln -sfn /tmp /etc/drift/link',
    resource: 'file /etc/drift/link',
    what: '/etc/drift/link',
    copies: ['file'],
  },
  {
    name: 'the mode of a folder',
    does: 'chmod 0700 /etc/drift/folder',
    resource: 'file /etc/drift/folder',
    what: '/etc/drift/folder',
    copies: ['file'],
  },
  {
    name: 'a line of a file',
    does: "sed -i '/^mine=/d' /etc/drift/lines",
    resource: 'file /etc/drift/lines',
    what: 'file /etc/drift/lines',
    copies: ['file'],
  },
  {
    name: 'a service stopped',
    does: 'systemctl stop drift-a',
    resource: 'unit drift-a.service',
    what: 'unit drift-a.service active',
    copies: ['unit'],
  },
  {
    name: 'a service disabled',
    does: 'systemctl disable -q drift-b',
    resource: 'unit drift-b.service',
    what: 'unit drift-b.service enabled',
    copies: ['unit'],
  },
  {
    name: 'a dnsmasq stopped',
    does: 'systemctl stop virtfleet-dnsmasq@d1',
    resource: 'dnsmasq d1',
    what: 'unit virtfleet-dnsmasq@d1.service active',
    copies: ['unit'],
  },
  {
    name: 'a guest that is to be started with the host',
    does: 'virsh -q autostart g1 --disable',
    resource: 'guest g1',
    what: 'guest g1: autostart',
    copies: ['stored'],
  },
  {
    name: 'a guest shut off',
    does: 'virsh -q destroy g2',
    resource: 'guest g2',
    what: 'guest g2',
    copies: ['running'],
  },
  {
    name: 'a storage pool stopped',
    does: 'virsh -q pool-destroy p1',
    resource: 'pool p1',
    what: 'pool p1',
    copies: ['running'],
  },
  {
    name: 'a storage pool that is to be started with the host',
    does: 'virsh -q pool-autostart p2 --disable',
    resource: 'pool p2',
    what: 'pool p2 autostart',
    copies: ['stored'],
  },
];

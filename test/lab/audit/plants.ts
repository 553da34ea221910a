/** What `audit` is to say of something wrong, and the script that makes it; without a rule it belongs to another one. */
export type Plant = readonly [rule: string, object: string, script: string];

const TWIN = '0f0f0f0f-0000-4000-8000-000000000001';

/** On both hosts; $n is the number of the host. */
export const ON_BOTH: readonly Plant[] = [
  ['routed-subnets-overlap', 'network p01', `up p01 "$(routed vb01 10.101.0.1)"`],
  ['address-of-two-hosts', 'link w03', `wire w03 02:bb:00:00:0$n:03; ip addr add 10.103.0.9/32 dev w03`],
  ['mac-repeated', 'guest p05N', `guest p05$n "$(nic network isolated 52:54:00:05:00:01)"`],
  ['mac-of-two-hosts', 'link w07', `wire w07 02:bb:00:00:00:07`],
  [
    'network-uuid-repeated',
    'network p08',
    `net p08 "<uuid>0f0f0f0f-0000-4000-8000-000000000008</uuid><bridge name='vb08'/>"`,
  ],
  ['guest-runs-twice', 'guest p09', `runs p09 "$(nic network lab 52:54:00:09:00:01)" ${TWIN}`],
  [
    'guest-defined-twice',
    'guest p10',
    `guest p10 "$(nic network lab 52:54:00:10:00:01)" ${TWIN.replace('0001', '0010')}`,
  ],
  ['', '', `net p11-$n "<bridge name='vb11'/>"; ip link add vb11 type bridge`],
];

/** On the first. Each has names, bridges and subnets of its own, so that all are there at once. */
export const ON_FIRST: readonly Plant[] = [
  ['subnet-of-another-host', 'network p02', `net p02 "$(nat vb02 10.102.0.1)"`],
  [
    'mac-of-two-guests',
    'guest p04a',
    `runs p04a "$(nic network lab 52:54:00:04:00:01)"; runs p04b "$(nic network lab 52:54:00:04:00:01)"`,
  ],
  ['mac-of-a-host', 'guest p06', `guest p06 "$(nic network lab 02:bb:00:00:00:06)"`],
  ['bridge-of-other-network', 'guest p11', `guest p11 "$(nic bridge vb11 52:54:00:11:00:01)"`],
  ['network-unreadable', 'network p12', `net p12 "<bridge name='vb12'/><portgroup name=\\"a'b\\"/>"`],
  [
    'live-copy-lost',
    'network p13',
    `up p13 "$(nat vb13 10.113.0.1)"; virsh -q net-update p13 add dns-host "<host ip='10.113.0.9'><hostname>x</hostname></host>" --live`,
  ],
  [
    'network-transient',
    'network p14',
    `echo "<network><name>p14</name>$(nat vb14 10.114.0.1)</network>" >/tmp/one.xml; virsh -q net-create /tmp/one.xml`,
  ],
  ['autostart-off', 'network p15', `net p15 "$(nat vb15 10.115.0.1)"; virsh -q net-start p15`],
  ['network-down', 'network p16', `net p16 "$(nat vb16 10.116.0.1)"; virsh -q net-autostart p16`],
  [
    'network-down-with-guests',
    'network p17',
    `up p17 "$(nat vb17 10.117.0.1)"; runs p17 "$(nic network p17)"; virsh -q net-destroy p17`,
  ],
  [
    'dnsmasq-down',
    'network p18',
    `up p18 "$(nat vb18 10.118.0.1)"; kill -9 "$(cat /run/libvirt/network/p18.pid)"`,
  ],
  ['bridge-gone', 'network p19', `up p19 "<bridge name='vb19'/>"; ip link delete vb19`],
  ['bridge-down', 'network p20', `up p20 "<bridge name='vb20'/>"; ip link set vb20 down`],
  ['bridge-without-its-address', 'network p21', `up p21 "$(nat vb21 10.121.0.1)"; ip addr flush dev vb21`],
  [
    'range-full',
    'network p23',
    `up p23 "$(nat vb23 10.123.0.1 "$(range 10.123.0 101)")"; leases vb23 "[$(lease 10.123.0.100 52:54:00:23:00:01), $(lease 10.123.0.101 52:54:00:23:00:02)]"`,
  ],
  [
    'range-nearly-full',
    'network p24',
    `up p24 "$(nat vb24 10.124.0.1 "$(range 10.124.0 110)")"; all=; for i in 0 1 2 3 4 5 6 7 8 9; do all="$all,$(lease 10.124.0.10$i 52:54:00:24:00:0$i)"; done; leases vb24 "[\${all#,}]"`,
  ],
  [
    'reservation-of-nobody',
    'network p25',
    `net p25 "$(nat vb25 10.125.0.1 "$(range 10.125.0 199 "<host mac='52:54:00:25:00:01' ip='10.125.0.9'/>")")"`,
  ],
  [
    'reservation-in-other-network',
    'network p26',
    `net p26 "$(nat vb26 10.126.0.1 "$(range 10.126.0 199 "<host mac='52:54:00:26:00:01' ip='10.126.0.9'/>")")"; guest p26 "$(nic network lab 52:54:00:26:00:01)"`,
  ],
  [
    'reservation-held-by-other',
    'network p27',
    `up p27 "$(nat vb27 10.127.0.1 "$(range 10.127.0 199 "<host mac='52:54:00:27:00:01' ip='10.127.0.9'/>")")"; guest p27 "$(nic network p27 52:54:00:27:00:01)"; leases vb27 "[$(lease 10.127.0.9 52:54:00:27:00:02)]"`,
  ],
  [
    'address-used-by-other',
    'network p28',
    `up p28 "$(nat vb28 10.128.0.1 "$(range 10.128.0)")"; leases vb28 "[$(lease 10.128.0.100 52:54:00:28:00:01)]"; ip neigh add 10.128.0.100 lladdr 52:54:00:28:00:02 dev vb28`,
  ],
  [
    'dhcp-on-uplink',
    'network p29',
    `up p29 "$(nat vb29 10.129.0.1 "$(range 10.129.0)")"; wire w29 02:bb:00:00:00:29; ip link set w29 master vb29`,
  ],
  [
    'same-lease-twice',
    'network p30a',
    `up p30a "$(nat vb30a 10.130.0.1 "$(range 10.130.0)")"; up p30b "<bridge name='vb30b'/><ip address='10.130.0.129' prefix='25'><dhcp><range start='10.130.0.140' end='10.130.0.150'/></dhcp></ip>"`,
  ],
  ['subnet-taken-by-network', 'network p30b', 'true'],
  ['forwarding-off-at-start', 'host', `echo net.ipv4.ip_forward=0 >/etc/sysctl.d/99-zz.conf`],
  [
    'router-advertisements-ignored',
    'link eth0',
    `sysctl -qw net.ipv6.conf.eth0.accept_ra=1; ip -6 route add default via fe80::1 dev eth0 proto ra`,
  ],
  [
    'strict-reverse-path',
    'link w36',
    `wire w36 02:bb:00:00:00:36; ip addr add 10.136.0.2/24 dev w36; ip route add default via 10.136.0.1 metric 5000; sysctl -qw net.ipv4.conf.w36.rp_filter=1`,
  ],
  [
    'two-links-in-one-subnet',
    'link w37',
    `wire w37 02:bb:00:00:00:37; wire v37 02:bb:00:00:01:37; ip addr add 10.137.0.1/24 dev w37; ip addr add 10.137.0.2/24 dev v37`,
  ],
  ['mtu-above-port', 'bridge b38', `switch b38 38; ip link set w38 mtu 1400; ip link set b38 mtu 1500`],
  ['mtu-above-way-out', 'network p39', `up p39 "<mtu size='9000'/>$(nat vb39 10.139.0.1)"`],
  [
    'mtu-of-tap',
    'guest p40',
    `runs p40 "$(nic network isolated)"; ip link set "$(tap p40)" mtu 1400; ip link set virbr12 mtu 1500`,
  ],
  [
    'stp-delays-ports',
    'bridge b42',
    `switch b42 42; ip link set b42 type bridge stp_state 1 forward_delay 1500`,
  ],
  [
    'bridge-mac-not-set',
    'bridge b43',
    `ip link add b43 type bridge; ip link set b43 up; wire w43 02:bb:00:00:00:43; ip link set w43 master b43; ip addr add 10.143.0.1/24 dev b43`,
  ],
  ['uplink-without-carrier', 'bridge b44', `switch b44 44; ip link set w44x down`],
  ['address-on-port', 'link w46', `switch b46 46; ip addr add 10.146.0.1/24 dev w46`],
  [
    'bridge-without-uplink',
    'bridge b47',
    `ip link add b47 type bridge; ip link set b47 up; runs p47 "$(nic bridge b47)"`,
  ],
  ['guest-off-bridge', 'guest p48', `runs p48 "$(nic network isolated)"; ip link set "$(tap p48)" nomaster`],
  [
    'guest-on-default-network',
    'guest p49',
    `virsh -q net-autostart default; virsh -q net-start default; guest p49 "$(nic network default)"`,
  ],
  ['guest-network-missing', 'guest p50', `guest p50 "$(nic network nowhere)"`],
  ['guest-bridge-missing', 'guest p51', `guest p51 "$(nic bridge nowhere)"`],
  ['guest-portgroup-missing', 'guest p52', `guest p52 "$(nic network lab '' "portgroup='gone'")"`],
  ['guest-on-other-bridge', 'guest p53', `runs p53 "$(nic bridge brh)"; ip link set "$(tap p53)" master b42`],
  ['tap-of-nobody', 'tap p54', `ip tuntap add p54 mode tap`],
  ['guest-tap-down', 'guest p55', `runs p55 "$(nic network isolated)"; ip link set "$(tap p55)" down`],
  ['open-resolver', 'host', `up p56 "$(routed vb56 45.45.45.1)"`],
  ['public-subnet-with-dns', 'network p56', 'true'],
  ['resolver-asks-itself', 'network lab', `echo nameserver 10.67.0.1 >/etc/resolv.conf`],
  [
    'two-dhcp-servers',
    'network lab',
    `mkdir -p /etc/virtfleet/dnsmasq; printf 'interface=virbr10\ndhcp-range=10.67.0.50,10.67.0.60\n' >/etc/virtfleet/dnsmasq/p60.conf; : >/run/virtfleet-dnsmasq-p60.pid`,
  ],
  [
    'dnsmasq-too-old',
    'network p61',
    `net p61 "$(nat vb61 10.161.0.1)<dnsmasq:options xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><dnsmasq:option value='dhcp-option-pxe=1,2'/></dnsmasq:options>"`,
  ],
  ['network-not-for-this-libvirt', 'network p62', `net p62 "<bridge name='vb62'/>"`],
  [
    'libvirt-tcp-open',
    'host',
    `systemd-run -q systemd-socket-activate -l 0.0.0.0:16509 cat; systemd-run -q systemd-socket-activate -l '[::]:16514' cat`,
  ],
  [
    'libvirt-tcp-without-password',
    'host',
    `printf '%s = "none"\n' auth_tcp auth_tls auth_unix_rw >>/etc/libvirt/libvirtd.conf`,
  ],
  ['libvirt-tls-without-check', 'host', 'true'],
  ['libvirt-socket-open', 'file /run/libvirt/libvirt-sock', `chmod 0777 /run/libvirt/libvirt-sock`],
  ['configuration-writable', 'file /etc/sysctl.d', `chmod o+w /etc/sysctl.d`],
  [
    'netplan-readable',
    'file /etc/netplan/90-p.yaml',
    `echo 'network: { version: 2 }' >/etc/netplan/90-p.yaml`,
  ],
  ['hook-not-executable', 'file /etc/libvirt/hooks/network', `echo >/etc/libvirt/hooks/network`],
  ['bridge-missing', 'network p72', `net p72 "<forward mode='bridge'/><bridge name='nowhere'/>"`],
  [
    'interface-missing',
    'network p73',
    `net p73 "<forward mode='nat' dev='nowhere'/><bridge name='vb73'/><ip address='10.173.0.1' prefix='24'/>"`,
  ],
  [
    'subnet-taken-by-route',
    'network p75',
    `net p75 "<bridge name='vb75'/><ip address='10.77.0.9' prefix='16'/>"`,
  ],
  [
    'subnet-with-hole',
    'network p76',
    `net p76 "<bridge name='vb76'/><ip address='10.176.0.1' prefix='16'/>"; ip route add 10.176.5.0/24 dev w37`,
  ],
  [
    'subnet-behind-route',
    'network p77',
    `net p77 "<bridge name='vb77'/><ip address='10.177.1.1' prefix='24'/>"; ip route add 10.177.0.0/16 via 10.137.0.9 dev w37`,
  ],
  [
    'host-outside',
    'network p78',
    `net p78 "$(nat vb78 10.178.0.1 "$(range 10.178.0 199 "<host mac='52:54:00:00:01:01' ip='10.99.0.9'/><host name='x' ip='10.178.0.150'/>")")"`,
  ],
  ['host-in-range', 'network p78', 'true'],
  ['zone-without-firewalld', 'network p79', `net p79 "<bridge name='vb79' zone='public'/>"`],
  [
    'firewall-ufw-drops',
    'network p83',
    `up p83 "<forward mode='open'/><bridge name='vb83'/><ip address='10.183.0.1' prefix='24'/>"; iptables -N ufw-before-forward; iptables -A FORWARD -o vb83 -j ufw-before-forward; iptables -A ufw-before-forward -j DROP`,
  ],
  [
    'firewall-firewalld-drops',
    'network p84',
    `up p84 "$(nat vb84 10.184.0.1)"; nft 'add table inet firewalld; add chain inet firewalld filter_FORWARD { type filter hook forward priority 10; }; add rule inet firewalld filter_FORWARD iifname vb84 drop'`,
  ],
  [
    'firewall-kubernetes-drops',
    'network six',
    `ip6tables -N KUBE-FORWARD; ip6tables -A FORWARD -i virbr13 -j KUBE-FORWARD; ip6tables -A KUBE-FORWARD -j DROP`,
  ],
];

/** On the second. */
export const ON_SECOND: readonly Plant[] = [
  ['', '', `wire w02 02:bb:00:00:00:02; ip addr add 10.102.0.9/24 dev w02`],
  ['', '', `wire w06 02:bb:00:00:00:06`],
  ['libvirt-not-at-start', 'host', `systemctl disable libvirtd.service`],
  ['no-way-out', 'host', `ip route del default`],
  ['port-53-taken', 'host', `systemd-run -q systemd-socket-activate --datagram -l 0.0.0.0:53 cat`],
  ['', '', `net p62 "<title>new</title><bridge name='vb62'/>"`],
  [
    'firewall-docker-drops',
    'network p80',
    `up p80 "<forward mode='open'/><bridge name='vb80'/><ip address='10.180.0.1' prefix='24'/>"; iptables -N DOCKER-USER; iptables -A FORWARD -j DOCKER-USER; iptables -P FORWARD DROP`,
  ],
  ['bridged-frames-filtered', 'bridge brh', 'sysctl -qw net.bridge.bridge-nf-call-iptables=1'],
  [
    'firewall-drops',
    'network p81',
    `up p81 "$(nat vb81 10.181.0.1)"; nft 'add table inet mine; add chain inet mine forward { type filter hook forward priority 5; }; add rule inet mine forward iifname vb81 drop'`,
  ],
  [
    'firewall-rules-missing',
    'network p82',
    `up p82 "$(nat vb82 10.182.0.1)"; iptables -S LIBVIRT_FWO | grep vb82 | sed 's/^-A/iptables -D/' | sh`,
  ],
  ['forwarding-off', 'host', `sysctl -qw net.ipv4.ip_forward=0`],
  ['forwarding-off-ipv6', 'host', `sysctl -qw net.ipv6.conf.all.forwarding=0`],
];

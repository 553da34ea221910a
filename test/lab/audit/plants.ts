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

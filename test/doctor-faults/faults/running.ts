import type { Fault } from '../fault.ts';

/** A network that runs for libvirt, and of which something is gone. */
export const RUNNING: readonly Fault[] = [
  {
    name: 'the bridge of a network is deleted',
    inject: 'ip link delete virbr80',
    cause: 'bridge-gone',
    mends: true,
    part: 'running',
  },
  {
    name: 'the bridge of a network is down',
    inject: 'ip link set virbr80 down',
    cause: 'bridge-down',
    mends: true,
    part: 'running',
  },
  {
    name: 'the bridge of a network has no address',
    inject: 'ip addr flush dev virbr80',
    cause: 'bridge-without-its-address',
    mends: true,
    part: 'running',
  },
  {
    name: 'a dnsmasq has ended',
    inject: 'kill $(daemon doc-nat); sleep 0.3',
    cause: 'dnsmasq-down',
    mends: true,
    part: 'running',
  },
  {
    name: 'the dnsmasq of a network without DNS has ended',
    inject: `network doc-quiet virbr84 10.84.0.1 "<dns enable='no'/>" ''; virsh net-start doc-quiet; virsh net-autostart doc-quiet
      kill $(daemon doc-quiet); sleep 0.3`,
    cause: 'dnsmasq-down',
    mends: true,
    part: 'running',
  },
  {
    name: 'a route of the host is more exact than that of a network',
    inject: 'ip route add 10.80.0.128/25 dev up8',
    cause: 'route-shadowed',
    part: 'running',
  },
  {
    name: 'the route to a network is gone',
    inject: 'ip route delete 10.80.0.0/24 dev virbr80',
    cause: 'route-lost',
    part: 'running',
  },
  {
    name: 'the link that a network goes out by is not there',
    inject: `network doc-out virbr85 10.85.0.1 "<forward mode='nat' dev='eth9'/>" ''; virsh net-start doc-out`,
    cause: 'uplink-missing',
    part: 'running',
  },
  {
    name: 'the firewall is flushed',
    inject: 'nft flush ruleset',
    cause: 'firewall-rules-missing',
    mends: true,
    part: 'running',
  },
  {
    name: 'a firewall of the site drops what is forwarded',
    inject: `nft add table inet site
      nft add chain inet site forward '{ type filter hook forward priority filter; policy drop; }'
      nft add rule inet site forward ct state established,related accept`,
    cause: 'firewall-drops',
    part: 'running',
  },
  {
    name: 'a firewall of the site drops questions of guests',
    inject: `nft add table inet site
      nft add chain inet site input '{ type filter hook input priority filter; policy accept; }'
      nft add rule inet site input iifname virbr80 udp dport '{ 53, 67 }' drop`,
    cause: 'firewall-drops',
    part: 'running',
  },
  {
    name: 'a strict filter of return paths',
    inject: `network doc-out virbr85 10.85.0.1 "<forward mode='nat' dev='up8'/>" ''; virsh net-start doc-out
      echo 1 >/proc/sys/net/ipv4/conf/up8/rp_filter`,
    cause: 'strict-reverse-path',
    part: 'running',
  },
];

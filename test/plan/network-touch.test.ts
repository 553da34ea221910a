import { expect, it } from 'vitest';
import { fileSession } from '../../src/management/network-file.ts';
import { parameterTouch } from '../../src/management/network-parameter.ts';
import { unitTouch } from '../../src/management/network-unit.ts';
import type { SessionPath } from '../../src/management/session-path.ts';

const V4: SessionPath = { client: '192.0.2.9', server: '10.77.1.2', links: ['br0', 'eth0'] };
const V6: SessionPath = { client: '2001:db8::9', server: 'fd77::2', links: ['eth0'] };

it.each([
  ['net/ipv4/conf/all/rp_filter', '0', '1', V4],
  ['net/ipv4/conf/eth0/rp_filter', '2', '1', V4],
  ['net/ipv4/conf/br0/arp_ignore', '0', '8', V4],
  ['net/ipv4/ip_forward', '1', '0', V4],
  ['net/ipv4/conf/eth0/forwarding', '1', '0', V4],
  ['net/ipv4/ip_default_ttl', '64', '1', V4],
  ['net/ipv4/neigh/eth0/gc_stale_time', '60', '1', V4],
  ['net/bridge/bridge-nf-call-iptables', '0', '1', V4],
  ['net/netfilter/nf_conntrack_max', '262144', '10', V4],
  ['net/ipv6/conf/all/disable_ipv6', '0', '1', V6],
  ['net/ipv6/conf/eth0/accept_ra', '1', '0', V6],
  ['net/ipv6/conf/all/forwarding', '0', '1', V6],
] as const)('%s %s → %s may take the way of a session', (path, before, after, session) => {
  expect(parameterTouch(path, [before, after], session)).toMatch(/decides whether and how this host answers/);
});

it.each([
  ['vm/swappiness', '60', '10', V4],
  ['kernel/panic', '0', '10', V4],
  ['net/core/rmem_max', '1', '2', V4],
  ['net/ipv4/tcp_congestion_control', 'cubic', 'bbr', V4],
  ['net/ipv4/ip_forward', '0', '1', V4],
  ['net/ipv4/conf/eth1/rp_filter', '0', '1', V4],
  ['net/ipv4/conf/default/rp_filter', '0', '1', V4],
  ['net/ipv4/conf/all/log_martians', '0', '1', V4],
  ['net/ipv6/conf/all/disable_ipv6', '0', '1', V4],
  ['net/ipv4/conf/all/rp_filter', '0', '1', V6],
  ['net/bridge/bridge-nf-call-iptables', '1', '0', V4],
  ['net/netfilter/nf_conntrack_max', '10', '262144', V4],
] as const)('%s %s → %s leaves it alone', (path, before, after, session) => {
  expect(parameterTouch(path, [before, after], session)).toBeUndefined();
});

it('files and units by which a host is reached are of matter to a session, and no others', () => {
  const decides = (path: string) => 'session' in fileSession(path);
  expect(
    [
      ...[
        '/etc/netplan/99-x.yaml',
        '/run/systemd/network/10-netplan-eth0.network',
        '/etc/systemd/networkd.conf',
      ],
      ...[
        '/etc/ssh/sshd_config.d/x.conf',
        '/root/.ssh/authorized_keys',
        '/etc/sudoers.d/x',
        '/etc/nftables.conf',
      ],
      ...[
        '/etc/network/interfaces',
        '/etc/ssh',
        '/etc/systemd',
        '/root/.ssh',
        '/etc/NetworkManager/conf.d/x.conf',
        '/etc/hosts.deny',
        '/etc/pam.d/sshd',
      ],
    ].filter((path) => !decides(path)),
  ).toEqual([]);
  expect(
    [
      '/etc/motd',
      '/etc/ssh_known',
      '/etc/systemd/system/x.service',
      '/etc/dnsmasq.d/x',
      '/etc/hosts',
      '/etc/sysctl.d/x.conf',
    ].filter(decides),
  ).toEqual([]);
  expect(
    [
      'ssh.service',
      'sshd.service',
      'ssh.socket',
      'systemd-networkd.service',
      'nftables.service',
      'wg-quick@wg0.service',
    ].filter((name) => unitTouch(name) === undefined),
  ).toEqual([]);
  expect(
    ['dnsmasq.service', 'libvirtd.service', 'cron.service', 'systemd-resolved.service'].filter(unitTouch),
  ).toEqual([]);
});

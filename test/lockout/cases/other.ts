import type { LockoutCase } from '../case.ts';

const network = (more: object) => [{ network: { name: 'net9', bridge: { name: 'virbr9' }, ...more } }];
const sysctl = (key: string, value: string | number) => [{ sysctl: { key, value } }];
const copy = (dest: string, content: string) => ({ copy: { dest, content, mode: '0600' } });
const restarted = (name: string) => ({ service: { name, state: 'restarted' } });
const SSHD = '/etc/ssh/sshd_config.d/90-lockout.conf';
const sshd = (line: string) => [copy(SSHD, `${line}\n`), restarted('ssh')];
const command = (text: string) => [{ command: text, guard: true }];
const DROP = 'table inet lockout { chain input { type filter hook input priority 0; policy drop; }; }\n';
const ACCEPT = DROP.replace('drop', 'accept');
const NETWORKD = '[Match]\nName=eth0\n[Network]\nAddress=10.99.7.9/16\n';
const WRONG_UPLINK = 'network: { version: 2, ethernets: { eth0: { addresses: [10.99.7.9/16] } } }\n';

const NETWORKS: readonly LockoutCase[] = [
  {
    name: 'a network in that of the operator',
    way: 'far',
    tasks: network({ ip: { address: '10.78.0.5/24' } }),
    ends: ['reverted'],
  },
  {
    name: 'a network with a route to the operator',
    way: 'far',
    tasks: network({
      ip: { address: '10.33.0.1/24' },
      route: { address: '10.78.0.0/24', gateway: '10.33.0.9' },
    }),
    ends: ['reverted'],
  },
  {
    name: 'a network within the own one',
    way: 'near',
    tasks: network({ ip: { address: '10.77.0.5/24' } }),
    ends: ['failed', 'reverted'],
  },
  {
    name: 'a network with the address of the jump host',
    way: 'jump',
    tasks: network({ ip: { address: 'JUMP/24' } }),
    ends: ['blocked', 'failed'],
  },
  {
    name: 'a network elsewhere',
    way: 'far',
    tasks: network({ ip: { address: '10.33.0.1/24' } }),
    ends: ['changed'],
  },
];

const ORDERS: readonly LockoutCase[] = [
  {
    name: 'packets are no longer forwarded',
    way: 'far',
    before: 'sysctl -qw net.ipv4.ip_forward=1',
    tasks: sysctl('net.ipv4.ip_forward', 0),
    ends: ['changed'],
  },
  { name: 'packets are forwarded', way: 'far', tasks: sysctl('net.ipv4.ip_forward', 1), ends: ['changed'] },
  {
    name: 'the way back is filtered',
    way: 'far',
    tasks: sysctl('net.ipv4.conf.all.rp_filter', 1),
    ends: ['changed'],
  },
  {
    name: 'IPv6 is off for an operator of IPv4',
    way: 'far',
    tasks: sysctl('net.ipv6.conf.all.disable_ipv6', 1),
    ends: ['changed'],
  },

  { name: 'sshd on another port', way: 'near', tasks: sshd('Port 2222'), ends: ['reverted'] },
  {
    name: 'sshd on another address',
    way: 'near',
    tasks: sshd('ListenAddress 127.0.0.1'),
    ends: ['reverted'],
  },
  { name: 'sshd without root', way: 'near', tasks: sshd('PermitRootLogin no'), ends: ['reverted'] },
  { name: 'sshd for somebody else', way: 'near', tasks: sshd('AllowUsers nobody'), ends: ['reverted'] },
  { name: 'sshd that does not start', way: 'near', tasks: sshd('Nonsense yes'), ends: ['reverted'] },
  { name: 'sshd without keys', way: 'far', tasks: sshd('PubkeyAuthentication no'), ends: ['reverted'] },
  { name: 'sshd as it should be', way: 'near', tasks: sshd('X11Forwarding no'), ends: ['changed'] },
  {
    name: 'sshd is stopped',
    way: 'near',
    tasks: [{ service: { name: 'ssh', state: 'stopped' } }],
    ends: ['reverted'],
  },
  {
    name: 'sshd is masked',
    way: 'near',
    tasks: [{ service: { name: 'ssh', state: 'stopped', masked: true } }],
    ends: ['reverted'],
  },
  {
    name: 'no key may log in',
    way: 'near',
    tasks: [copy('/etc/ssh/authorized_keys', '')],
    ends: ['reverted'],
  },
  {
    name: 'a folder of keys is removed',
    way: 'near',
    tasks: [{ file: { path: '/etc/ssh', state: 'absent', recurse: true } }],
    ends: ['blocked'],
  },
  {
    name: 'sudo is taken away',
    way: 'near',
    user: 'operator',
    tasks: [{ copy: { dest: '/etc/sudoers.d/operator', content: '# nobody\n', mode: '0440' } }],
    ends: ['reverted'],
  },

  {
    name: 'a firewall that drops',
    way: 'near',
    tasks: [
      copy('/etc/nftables.conf', `flush ruleset\n${DROP}`),
      { service: { name: 'nftables', state: 'started' } },
    ],
    ends: ['reverted'],
  },
  {
    name: 'a firewall that accepts',
    way: 'near',
    tasks: [copy('/etc/nftables.conf', ACCEPT), { service: { name: 'nftables', state: 'started' } }],
    ends: ['changed'],
  },
  {
    name: 'a file of networkd and a restart',
    way: 'near',
    tasks: [
      { copy: { dest: '/etc/systemd/network/05-eth0.network', content: NETWORKD, mode: '0644' } },
      restarted('systemd-networkd'),
    ],
    ends: ['reverted', 'changed'],
  },
  {
    name: 'networkd is restarted with the files that it has read',
    way: 'near',
    tasks: [restarted('systemd-networkd')],
    ends: ['changed'],
  },
  {
    name: 'networkd is stopped',
    way: 'near',
    tasks: [{ service: { name: 'systemd-networkd', state: 'stopped' } }],
    ends: ['changed', 'reverted', 'not-converged'],
  },

  {
    name: 'a rule that drops, by command',
    way: 'near',
    tasks: [{ command: { argv: ['nft', '-f', '/dev/stdin'], stdin: DROP }, guard: true }],
    ends: ['reverted'],
  },
  {
    name: 'a rule that accepts, by command',
    way: 'near',
    tasks: [{ command: { argv: ['nft', '-f', '/dev/stdin'], stdin: ACCEPT }, guard: true }],
    ends: ['changed'],
  },
  {
    name: 'iptables drops, by command',
    way: 'far',
    tasks: command('iptables -P INPUT DROP'),
    ends: ['reverted'],
  },
  {
    name: 'the link goes down, by command',
    way: 'near',
    tasks: command('ip link set eth0 down'),
    ends: ['reverted'],
  },
  {
    name: 'the addresses go, by command',
    way: 'near',
    tasks: command('ip addr flush dev eth0'),
    ends: ['reverted'],
  },
  {
    name: 'the default route goes, by command',
    way: 'far',
    tasks: command('ip route del default'),
    ends: ['reverted'],
  },
  {
    name: 'a rule leads nowhere, by command',
    way: 'far',
    tasks: command('ip rule add to 10.78.0.0/24 blackhole'),
    ends: ['reverted'],
  },
  {
    name: 'a bridge takes the link, by command',
    way: 'near',
    tasks: [
      {
        shell: 'ip link add br7 type bridge && ip link set br7 up && ip link set eth0 master br7',
        guard: true,
      },
    ],
    ends: ['reverted', 'changed'],
  },
  {
    name: 'a file of netplan, applied by command',
    way: 'near',
    tasks: [copy('/etc/netplan/01-uplink.yaml', WRONG_UPLINK), ...command('netplan apply')],
    ends: ['reverted'],
  },
  {
    name: 'a file of netplan, applied by a command that does not say guard',
    way: 'near',
    tasks: [copy('/etc/netplan/01-uplink.yaml', WRONG_UPLINK), { command: 'netplan apply' }],
    ends: ['reverted'],
  },
  {
    name: 'a file of networkd, read again in the shell',
    way: 'near',
    tasks: [
      { copy: { dest: '/etc/systemd/network/05-eth0.network', content: NETWORKD, mode: '0644' } },
      { shell: 'sleep 1 && systemctl restart systemd-networkd' },
    ],
    ends: ['reverted', 'changed'],
  },
  {
    name: 'the file of netplan is removed, applied by command',
    way: 'near',
    tasks: [{ file: { path: '/etc/netplan/01-uplink.yaml', state: 'absent' } }, ...command('netplan apply')],
    ends: ['reverted', 'changed'],
  },
  { name: 'a command that harms nobody', way: 'near', tasks: command('true'), ends: ['changed'] },
  { name: 'a command that fails', way: 'near', tasks: command('false'), ends: ['reverted', 'failed'] },
];

/** Networks of libvirt; and kernel parameters, files, services and commands of a playbook that allows nothing more. */
export const OTHER: readonly LockoutCase[] = [
  ...NETWORKS,
  ...ORDERS.map((one) => ({ ...one, disruption: 'service' as const })),
];

import { type LockoutCase, moved } from '../case.ts';

/** The host is to roll back whether or not it can be reached. */
const NOBODY = { addresses: ['10.77.250.250'] };

const by = (name: string, shell: string, more: Partial<LockoutCase> = {}): LockoutCase => ({
  name,
  way: 'near',
  tasks: [{ shell, guard: true, confirm: NOBODY }],
  ends: ['reverted'],
  ...more,
});

const setup = [{ bridge: moved() }];

const NEW_BRIDGE = `ip link del br0; ip link add br0 type bridge stp_state 1 forward_delay 3000; ip link set br0 up
ip link set eth0 master br0; ip addr add ADDRESS4/16 dev br0`;

const DROP_IN = `mkdir -p /etc/systemd/system/ssh.service.d
printf '[Service]\\nExecStart=\\nExecStart=/bin/false\\n' >/etc/systemd/system/ssh.service.d/x.conf
systemctl daemon-reload; systemctl restart ssh`;

const OTHER_PRIMARY = `ip addr flush dev eth0; ip addr add 10.77.9.9/16 dev eth0; ip addr add ADDRESS4/16 dev eth0
ip route add default via 10.77.0.1`;

const NO_PROMOTION =
  'sysctl -w net.ipv4.conf.all.promote_secondaries=0 net.ipv4.conf.eth0.promote_secondaries=0';

/** What guarded commands do to the ways of a host: it rolls all of them back. */
export const COMMANDS: readonly LockoutCase[] = [
  by('all routes go', 'ip route flush table main', { way: 'far' }),
  by('the network of the link is unreachable', 'ip route replace unreachable 10.77.0.0/16', { way: 'far' }),
  by('the route of its own address goes', 'ip route del local ADDRESS4 dev eth0 table local'),
  by('the operator is local', 'ip route add local 10.78.0.0/24 dev lo', { way: 'far' }),
  by('the address of the operator is the host’s', 'ip addr add 10.77.0.1/32 dev lo scope host'),
  by('a default route with two ways goes', 'ip route del default', {
    way: 'far',
    before: 'ip route replace default nexthop via 10.77.0.1 dev eth0 nexthop via 10.77.0.1 dev eth0 weight 2',
  }),
  by('a rule of ports', 'ip rule add pref 50 ipproto tcp sport 22 blackhole'),
  by('another address comes first', OTHER_PRIMARY, { before: NO_PROMOTION }),
  by('IPv6 is off', 'sysctl -w net.ipv6.conf.all.disable_ipv6=1', { way: 'near6' }),
  by('nobody answers ARP', 'sysctl -w net.ipv4.conf.all.arp_ignore=8'),
  by('the link does no ARP', 'ip link set eth0 arp off'),
  by(
    'a neighbour is elsewhere',
    'ip neigh replace 10.77.0.1 lladdr 02:00:de:ad:00:01 nud permanent dev eth0',
  ),
  by(
    'another MAC address',
    'ip link set eth0 down; ip link set eth0 address 02:00:de:ad:00:02; ip link set eth0 up',
  ),
  by('the bridge is made anew', NEW_BRIDGE, { setup }),
  by('sshd is masked', 'systemctl mask --now ssh'),
  by('sshd starts another way', DROP_IN),
  by('sshd gets other options', `echo 'SSHD_OPTS="-p 2222"' >/etc/default/ssh; systemctl restart ssh`),
  by('sshd is stopped by a signal', 'pkill -STOP -o -x sshd'),
  by('sshd is frozen', 'systemctl freeze ssh'),
  by('keys that everybody may write', 'chmod -R a+w /etc/ssh'),
  by('PAM refuses', `echo 'account requisite pam_deny.so' >/etc/pam.d/sshd`),
  by('nobody may log in', 'touch /etc/nologin', { user: 'operator' }),
  by('sudo refuses', 'rm -f /etc/sudoers.d/operator', { user: 'operator' }),
];

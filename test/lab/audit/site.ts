import { ON_BOTH, ON_SECOND } from './plants.ts';
import { ON_FIRST } from './plants-of-first.ts';

/** Shell functions of the scripts below: networks and guests in a line each. $1 of a script is the number of the host. */
const WORDS = `
set -u; n=$1
net() { printf '<network><name>%s</name>%s</network>' "$1" "$2" >/tmp/one.xml; virsh -q net-define /tmp/one.xml; }
up() { net "$@"; virsh -q net-autostart "$1"; virsh -q net-start "$1"; }
nat() { echo "<forward mode='nat'/><bridge name='$1'/><ip address='$2' prefix='24'>\${3:-}</ip>"; }
routed() { echo "<forward mode='route'/><bridge name='$1'/><ip address='$2' prefix='24'>\${3:-}</ip>"; }
range() { echo "<dhcp><range start='$1.100' end='$1.\${2:-199}'/>\${3:-}</dhcp>"; }
nic() { echo "<interface type='$1'>\${3:+<mac address='$3'/>}<source $1='$2' \${4:-}/></interface>"; }
guest() {
  printf "<domain type='qemu'><name>%s</name>%s<memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os><devices>%s</devices></domain>" \\
    "$1" "\${3:+<uuid>$3</uuid>}" "$2" >/tmp/one.xml
  virsh -q define /tmp/one.xml
}
runs() { guest "$@"; virsh -q start --paused "$1"; }
tap() { virsh -q domiflist "$1" | awk '/^ *vnet/ { print $1; exit }'; }
wire() { ip link add "$1" address "$2" type veth peer name "$1x"; ip link set "$1" up; ip link set "$1x" up; }
switch() { ip link add "$1" address 02:cc:00:00:00:$2 type bridge; wire w$2 02:bb:00:00:00:$2; ip link set w$2 master "$1"; ip link set "$1" up; }
leases() { echo "$2" >/var/lib/libvirt/dnsmasq/"$1".status; }
lease() { echo "{\\"ip-address\\": \\"$1\\", \\"mac-address\\": \\"$2\\", \\"expiry-time\\": 1990000000}"; }
`;

/** A host of the clean fleet: networks of each mode, a host bridge with an uplink, guests, reservations and leases. */
export const CLEAN_SITE = `${WORDS}
wire up$n 02:aa:00:00:0$n:01
ip link add brh address 02:aa:00:00:0$n:02 type bridge; ip link set up$n master brh; ip link set brh up
ip addr add 10.66.0.$n/24 dev brh
up lab "$(nat virbr10 10.67.0.1 "$(range 10.67.0 199 "<host mac='52:54:00:00:0$n:01' ip='10.67.0.10'/>")")"
up routed "$(routed virbr11 10.68.$n.1 "$(range 10.68.$n)")"
up isolated "<bridge name='virbr12'/><ip address='10.69.0.1' prefix='24'>$(range 10.69.0)</ip>"
up six "<forward mode='open'/><bridge name='virbr13'/><ip family='ipv6' address='fd00:$n::1' prefix='64'/>"
net bridged "<forward mode='bridge'/><bridge name='brh'/>"; virsh -q net-autostart bridged; virsh -q net-start bridged
runs web$n "$(nic network lab 52:54:00:00:0$n:01)"
runs db$n "$(nic network routed 52:54:00:00:0$n:02)$(nic network bridged 52:54:00:00:0$n:03)"
guest spare$n "$(nic network isolated 52:54:00:00:0$n:04)$(nic bridge brh 52:54:00:00:0$n:05)"
leases virbr10 "[$(lease 10.67.0.10 52:54:00:00:0$n:01)]"
sysctl -qw net.ipv6.conf.all.forwarding=1
true`;

/** All of them as a script for either host. */
export function plantedSite(number: 1 | 2): string {
  const own = [...ON_BOTH, ...(number === 1 ? ON_FIRST : ON_SECOND)];
  return `${WORDS}\n${own.map(([, , script]) => script).join('\n')}\ntrue`;
}

/** What is to be found on these two hosts: rule, host and object. */
export function planted(hosts: readonly string[]): string[] {
  return hosts.flatMap((host, index) =>
    [...ON_BOTH, ...(index === 0 ? ON_FIRST : ON_SECOND)].flatMap(([rule, object]) =>
      rule === '' ? [] : [`${rule} ${host} ${object.replace('N', String(index + 1))}`],
    ),
  );
}

/** What is found besides, and rightly: the other one of two, and what follows from a plant. */
export function alsoFound([first, second]: readonly string[]): string[] {
  return [
    `bridge-is-a-link ${first} network p11-1`,
    `bridge-is-a-link ${second} network p11-2`,
    `firewall-docker-drops ${second} network six`,
    `mac-of-two-guests ${first} guest p04b`,
    `reservation-in-other-network ${first} network p78`,
    `same-lease-twice ${first} network p30b`,
    `subnet-taken-by-network ${first} network p30a`,
    `two-links-in-one-subnet ${first} link v37`,
  ];
}

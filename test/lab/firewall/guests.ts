import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from '../lab.ts';
import { must } from '../restart-host.ts';
import { ALL, type Flow } from './way.ts';

const LEASE = readFileSync(join(import.meta.dirname, '..', 'lease.py'), 'utf8');

/** The networks; fw-host is on a bridge of the host. */
export const TASKS = [
  {
    name: 'fw-nat',
    forward: { mode: 'nat' },
    bridge: { name: 'fwnat' },
    ip: [
      { address: '10.91.0.1/24', dhcp: { range: { start: '10.91.0.100', end: '10.91.0.150' } } },
      { family: 'ipv6', address: '2001:db8:91::1/64' },
    ],
    dns: { host: { ip: '10.91.0.1', hostname: 'gateway.fw' } },
  },
  { name: 'fw-two', forward: { mode: 'nat' }, bridge: { name: 'fwtwo' }, ip: { address: '10.92.0.1/24' } },
  { name: 'fw-alone', bridge: { name: 'fwalone' }, ip: { address: '10.93.0.1/24' } },
  { name: 'fw-host', forward: { mode: 'bridge' }, bridge: { name: 'fwhost' } },
];

export const makeBridge = (host: string) =>
  must(
    host,
    'ip link show fwhost >/dev/null 2>&1 || ip link add fwhost up type bridge; sysctl -q -w net.bridge.bridge-nf-call-iptables=1',
  );

/** Two namespaces that are plugged into fw-nat and fw-host like guests; the second one answers at port 80. */
export async function plug(host: string): Promise<void> {
  for (const number of [1, 2])
    await must(
      host,
      `n=${number}
       ip netns add guest$n
       ip link add fwg$n type veth peer name eth0 address 52:54:00:91:00:0$n netns guest$n
       ip link add fwh$n type veth peer name eth1 netns guest$n
       ip link set fwg$n master fwnat up; ip link set fwh$n master fwhost up
       ip -n guest$n link set lo up; ip -n guest$n link set eth0 up; ip -n guest$n link set eth1 up
       ip -n guest$n addr add 10.91.0.1$n/24 dev eth0; ip -n guest$n addr add 10.94.0.1$n/24 dev eth1
       ip -n guest$n route add default via 10.91.0.1
       mkdir -p /etc/netns/guest$n
       printf 'nameserver 10.91.0.1\\noptions timeout:1 attempts:1\\n' >/etc/netns/guest$n/resolv.conf
       for port in fwg$n fwh$n; do
         timeout 30 sh -c 'until bridge link show dev "$0" | grep -q "state forwarding"; do sleep 0.1; done' $port
       done`,
    );
  await must(
    host,
    `systemd-run -q --unit fw-guest2 ip netns exec guest2 python3 -m http.server 80
     timeout 10 sh -c "until ip netns exec guest2 ss -tln | grep -q :80; do sleep 0.1; done"`,
  );
}

/** Connects from the first guest: to the sshd of another host of the lab, which has no route back to the subnet. */
const FLOWS = `
guest() { timeout 8 ip netns exec guest1 "$@" >/dev/null 2>&1; }
tcp() { guest timeout 2 bash -c "exec 3<>/dev/tcp/$1/$2"; }
guest python3 -c "$2" eth0 && echo DHCP
guest getent ahostsv4 gateway.fw && echo DNS
tcp "$1" 22 && echo outside
tcp 10.91.0.12 80 && echo 'another guest'
tcp 10.94.0.12 80 && echo 'another guest on the bridge of the host'
true`;

/** What the first guest can do. */
export async function flows(host: string): Promise<Flow[]> {
  const other = lab.hosts().find(({ name }) => name !== host)?.address ?? '';
  const said = (await must(host, FLOWS, { args: [other, LEASE] })).split('\n');
  return ALL.filter((flow) => said.includes(flow));
}

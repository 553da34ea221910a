import { type LockoutCase, moved, SPARE } from '../case.ts';

const bridge = (more: object = {}, task: object = {}) => [{ bridge: moved(more), ...task }];
const gone = (more: object = {}) => [{ bridge: { name: 'br0', state: 'absent', ...more } }];
const EXTRA = `folder=/etc/systemd/network/10-netplan-br0.network.d
mkdir -p $folder && printf '[Network]\nAddress=10.98.0.9/24\n' >$folder/more.conf`;
const WRONG = { addresses: ['10.99.7.9/16'], routes: [{ to: 'default', via: '10.99.7.1' }] };

/** networkd may bring the link back by itself: the host is to roll back all the same. */
const NOBODY = { addresses: ['10.77.250.250'] };

/** Until the next boot. */
const BY_HAND = `ip link add br0 type bridge; ip link set br0 up; ip addr flush dev eth0; ip link set eth0 master br0
ip addr add ADDRESS4/16 dev br0; ip route replace default via 10.77.0.1`;

/** The link of the management goes into a bridge, out of one, or the bridge changes under it. */
export const MOVED: readonly LockoutCase[] = [
  { name: 'it goes into a bridge', way: 'near', tasks: bridge(), ends: ['changed'] },
  { name: 'with a gateway between', way: 'far', tasks: bridge(), ends: ['changed'] },
  { name: 'with a wrong address', way: 'near', tasks: bridge(WRONG), ends: ['reverted'] },
  {
    name: 'with a wrong prefix',
    way: 'near',
    tasks: bridge({ addresses: ['ADDRESS4/30'] }),
    ends: ['reverted', 'failed', 'refused'],
  },
  {
    name: 'with a wrong gateway',
    way: 'far',
    tasks: bridge({ routes: [{ to: 'default', via: '10.77.250.9' }] }),
    ends: ['reverted'],
  },
  { name: 'without the default route', way: 'far', tasks: bridge({ routes: [] }), ends: ['reverted'] },
  {
    name: 'with the default route in another table',
    way: 'far',
    tasks: bridge({ routes: [{ to: 'default', via: '10.77.0.1', table: 100 }] }),
    ends: ['reverted'],
  },
  {
    name: 'with another metric',
    way: 'far',
    tasks: bridge({ routes: [{ to: 'default', via: '10.77.0.1', metric: 50 }] }),
    ends: ['changed'],
  },
  {
    name: 'with a wrong port',
    way: 'near',
    before: SPARE,
    tasks: bridge({ interfaces: ['up1'] }),
    ends: ['failed', 'blocked', 'reverted', 'refused'],
  },
  {
    name: 'without a port',
    way: 'near',
    tasks: bridge({ interfaces: [] }),
    ends: ['failed', 'blocked', 'reverted', 'refused'],
  },
  {
    name: 'over a VLAN',
    way: 'near',
    tasks: bridge({ interfaces: ['eth0.100'], vlans: { 'eth0.100': { id: 100, link: 'eth0' } } }),
    ends: ['failed', 'blocked', 'reverted', 'refused'],
  },
  { name: 'with a small MTU', way: 'near', tasks: bridge({ mtu: 1280 }), ends: ['changed'] },
  {
    name: 'with a tiny MTU',
    way: 'near',
    tasks: bridge({ mtu: 100 }),
    ends: ['changed', 'reverted', 'failed'],
  },
  {
    name: 'with a large MTU',
    way: 'far',
    tasks: bridge({ mtu: 9000 }),
    ends: ['changed', 'reverted', 'failed'],
  },
  {
    name: 'with another MAC address',
    way: 'near',
    tasks: bridge({ macaddress: '02:00:00:00:09:09' }),
    ends: ['changed'],
  },
  {
    name: 'with a spanning tree',
    way: 'near',
    tasks: bridge({ parameters: { stp: true, 'forward-delay': 4 } }),
    ends: ['changed'],
  },
  {
    name: 'with the address of the operator',
    way: 'near',
    tasks: bridge({ addresses: ['ADDRESS4/16', '10.77.0.1/16'] }),
    ends: ['refused'],
  },
  {
    name: 'with the address of the gateway',
    way: 'far',
    tasks: bridge({ addresses: ['ADDRESS4/16', '10.77.0.1/16'] }),
    ends: ['refused'],
  },
  {
    name: 'with a DHCP server that gives another address',
    way: 'near',
    tasks: bridge({ addresses: [], routes: [], dhcp4: true }),
    ends: ['reverted'],
  },
  {
    name: 'with a DHCP server that gives another way',
    way: 'far',
    tasks: bridge({ routes: [], dhcp4: true }),
    ends: ['reverted'],
  },
  {
    name: 'with a confirmation that fails',
    way: 'near',
    tasks: bridge({}, { confirm: { addresses: ['10.77.250.250'] } }),
    ends: ['reverted'],
  },
  {
    name: 'with a gateway that does not answer',
    way: 'near',
    tasks: bridge({ routes: [{ to: 'default', via: '10.77.250.9' }] }, { confirm: { gateway: true } }),
    ends: ['reverted'],
  },
  {
    name: 'with an address that nobody asked for',
    way: 'near',
    before: EXTRA,
    tasks: bridge(),
    ends: ['reverted'],
  },
  { name: 'without taking the file over', way: 'near', tasks: bridge({ takes_over: [] }), ends: ['failed'] },
  { name: 'through a jump host on the link', way: 'jump', tasks: bridge(), ends: ['changed'] },
  { name: 'away from the jump host', way: 'jump', tasks: bridge(WRONG), ends: ['reverted'] },
  {
    name: 'it is given back',
    way: 'near',
    setup: bridge(),
    tasks: gone({ takes_over: ['/etc/netplan/01-uplink.yaml'] }),
    ends: ['changed'],
  },
  {
    name: 'it is not given back',
    way: 'near',
    setup: bridge(),
    tasks: gone(),
    ends: ['reverted', 'failed', 'blocked'],
  },
  { name: 'its address changes', way: 'near', setup: bridge(), tasks: bridge(WRONG), ends: ['reverted'] },
  {
    name: 'its port leaves',
    way: 'near',
    setup: bridge(),
    tasks: bridge({ interfaces: [] }),
    ends: ['reverted', 'failed', 'blocked', 'refused'],
  },
  {
    name: 'its default route goes',
    way: 'far',
    setup: bridge(),
    tasks: bridge({ routes: [] }),
    ends: ['reverted'],
  },
  { name: 'its MTU changes', way: 'far', setup: bridge(), tasks: bridge({ mtu: 1400 }), ends: ['changed'] },
  {
    name: 'it is deleted, by command',
    way: 'near',
    setup: bridge(),
    tasks: [{ command: 'ip link delete br0', guard: true }],
    ends: ['reverted'],
  },
  {
    name: 'its port is taken out, by command',
    way: 'far',
    setup: bridge(),
    tasks: [{ command: 'ip link set eth0 nomaster', guard: true, confirm: NOBODY }],
    ends: ['reverted'],
  },
  {
    name: 'one that no file describes is deleted, by command',
    way: 'near',
    before: BY_HAND,
    tasks: [{ command: 'ip link delete br0', guard: true, confirm: NOBODY }],
    ends: ['reverted'],
  },
];

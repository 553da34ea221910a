import { type LockoutCase, SPARE, second, uplink } from '../case.ts';
import { ofFamily } from './family.ts';

const bridge = (more: object) => [{ bridge: second(more) }];
const by = (route: object) => bridge({ routes: [{ via: '10.9.0.254', ...route }] });
const default_ = { to: 'default' };
const METRIC = uplink('routes: [{ to: default, via: 10.77.0.1, metric: 100 }]');
const POLICY = uplink(`routes:
  - { to: default, via: 10.77.0.1 }
  - { to: default, via: 10.77.0.1, table: 100, metric: 50 }
routing-policy: [{ from: ADDRESS4, table: 100, priority: 1000 }]`);

/** A DHCP server behind the spare link, with these options of dnsmasq. */
const lending = (options: string) => `${SPARE}
ip addr add 10.9.0.1/24 dev far-up1
dnsmasq --no-daemon --conf-file=/dev/null --port=0 --interface=far-up1 --bind-interfaces --leasefile-ro \\
  --dhcp-range=10.9.0.100,10.9.0.120 --dhcp-option=3 ${options} >/dev/null 2>&1 &
echo $! >/run/lockout-dhcp`;
const leased = bridge({ interfaces: ['up1'], addresses: [], dhcp4: true });

/** A second bridge takes the way of the operator, or stands beside it. */
export const BESIDE: readonly LockoutCase[] = [
  ...ofFamily({
    far: 'far',
    near: 'near',
    own: '10.9.0.1/24',
    via: '10.9.0.254',
    network: '10.78.0.0/24',
    inNetwork: '10.78.0.5/24',
    routed: ['reverted'],
    operator: '10.77.0.1/32',
    inPart: '10.77.0.5/24',
  }),
  {
    name: 'a default route of a lower metric',
    way: 'far',
    before: METRIC,
    tasks: by(default_),
    ends: ['reverted'],
  },
  {
    name: 'a default route of the same metric',
    way: 'far',
    before: METRIC,
    tasks: by({ ...default_, metric: 100 }),
    ends: ['reverted', 'changed'],
  },
  {
    name: 'a default route of no metric beside another',
    way: 'far',
    tasks: by(default_),
    ends: ['reverted', 'changed'],
  },
  {
    name: 'a default route, while the operator is near',
    way: 'near',
    before: METRIC,
    tasks: by(default_),
    ends: ['changed'],
  },
  {
    name: 'the address of the operator',
    way: 'far',
    tasks: bridge({ addresses: ['10.78.0.1/32'] }),
    ends: ['blocked'],
  },
  {
    name: 'the address of the gateway',
    way: 'far',
    tasks: bridge({ addresses: ['10.77.0.1/32'] }),
    ends: ['blocked'],
  },
  {
    name: 'a route to the operator alone',
    way: 'far',
    tasks: by({ to: '10.78.0.1/32', metric: 9000 }),
    ends: ['reverted'],
  },
  { name: 'a wide route', way: 'far', tasks: by({ to: '10.64.0.0/10' }), ends: ['reverted'] },
  {
    name: 'a wide route, while the operator is near',
    way: 'near',
    tasks: by({ to: '10.0.0.0/8' }),
    ends: ['changed'],
  },
  { name: 'a route to elsewhere', way: 'far', tasks: by({ to: '192.0.2.0/24' }), ends: ['changed'] },
  {
    name: 'the own network once more',
    way: 'near',
    tasks: bridge({ addresses: ['10.77.200.1/16'] }),
    ends: ['reverted', 'changed'],
  },
  {
    name: 'the address of the jump host',
    way: 'jump',
    tasks: bridge({ addresses: ['JUMP/32'] }),
    ends: ['blocked'],
  },
  { name: 'a route to the jump host', way: 'jump', tasks: by({ to: 'JUMP/32' }), ends: ['reverted'] },
  {
    name: 'a better route in the table of a policy',
    way: 'far',
    before: POLICY,
    tasks: by({ ...default_, table: 100, metric: 10 }),
    ends: ['reverted'],
  },
  {
    name: 'a worse route in the table of a policy',
    way: 'far',
    before: POLICY,
    tasks: by({ ...default_, table: 100, metric: 90 }),
    ends: ['changed'],
  },
  {
    name: 'a better route outside of the table of a policy',
    way: 'far',
    before: POLICY,
    tasks: by({ to: '10.78.0.0/24' }),
    ends: ['changed'],
  },
  {
    name: 'a route in a table that nobody asks',
    way: 'far',
    tasks: by({ ...default_, table: 200 }),
    ends: ['changed'],
  },
  {
    name: 'a DHCP server that gives a default route',
    way: 'far',
    before: `${uplink('routes: [{ to: default, via: 10.77.0.1, metric: 500 }]')}\n${lending('--dhcp-option=3,10.9.0.254')}`,
    tasks: leased,
    ends: ['reverted'],
  },
  {
    name: 'a DHCP server that gives a route to the operator',
    way: 'far',
    before: lending('--dhcp-option=121,10.78.0.0/24,10.9.0.254'),
    tasks: leased,
    ends: ['reverted'],
  },
  {
    name: 'a DHCP server that gives an address only',
    way: 'far',
    before: lending(''),
    tasks: leased,
    ends: ['changed'],
  },
  {
    name: 'a file of somebody else that nobody has applied',
    way: 'near',
    before: `sed -i 's/10.77.1/10.99.1/' /etc/netplan/01-uplink.yaml`,
    tasks: bridge({}),
    ends: ['failed', 'reverted'],
  },
];

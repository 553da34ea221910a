import type { Part, Value } from './part.ts';

/** Seconds in which a change of the operator's own path has to be confirmed. */
export const CONFIRM = 45;

/** The addresses of the operator's machine, and of a host that nobody finds. */
const OPERATOR = '10.77.0.1';

const PLAIN = { stp: false, 'forward-delay': 0 };

/** The bridge under the session: it takes the host's address from eth0, and gives it back. */
const management = (name: string, more: (address: string) => object, timeout = CONFIRM): Value => ({
  name,
  task: ({ address }) => ({
    bridge: { name: 'br0', takes_over: ['/etc/netplan/01-uplink.yaml'], ...more(address) },
    confirm_timeout: timeout,
    confirm: { addresses: [OPERATOR] },
  }),
});

const moved = (address: string, more: object = {}) => ({
  interfaces: ['eth0'],
  addresses: [`${address}/16`],
  routes: [{ to: 'default', via: OPERATOR }],
  parameters: PLAIN,
  ...more,
});

/** A bridge for guests, beside the operator's path. */
const beside = (name: string, more: object = {}): Value => ({
  name,
  task: () => ({ bridge: { name: 'br1', addresses: ['10.66.0.1/24'], parameters: PLAIN, ...more } }),
});

/** An address under which nobody finds the host: it has to be taken back. */
export const LOCKOUT = 'nobody finds it';

/** The bridges of a host. */
export const LINKS: readonly Part[] = [
  {
    name: 'br0',
    kind: 'bridge under the session',
    values: [
      management('absent', () => ({ state: 'absent' })),
      management('has the address', (address) => moved(address)),
      // Without that of its port networkd would not keep it over a boot.
      management('mtu 1400', (address) => moved(address, { mtu: 1400, ethernets: { eth0: { mtu: 1400 } } })),
      management('a second address', (address) =>
        moved(address, { addresses: [`${address}/16`, '10.78.9.1/24'] }),
      ),
      management('priority', (address) => moved(address, { parameters: { ...PLAIN, priority: 4096 } })),
    ],
  },
  {
    name: 'br1',
    kind: 'bridge of guests',
    values: [
      beside('plain'),
      // Its port keeps that where guests come and go: after a boot the kernel goes by the ports.
      beside('mtu 1400', { mtu: 1400, interfaces: ['up1'], ethernets: { up1: { mtu: 1400 } } }),
      beside('another address', { addresses: ['10.66.0.9/24'] }),
      beside('a second address', { addresses: ['10.66.0.1/24', '10.67.0.1/24'] }),
      beside('a port', { interfaces: ['up1'] }),
      beside('a port that costs', {
        interfaces: ['up1'],
        parameters: { ...PLAIN, 'path-cost': { up1: 7 }, 'port-priority': { up1: 9 } },
      }),
      beside('a route', { routes: [{ to: '10.68.0.0/24', via: '10.66.0.99' }] }),
      beside('a spanning tree', { parameters: { stp: true, 'forward-delay': 2 } }),
      beside('a MAC address', { macaddress: '52:54:00:66:00:99' }),
    ],
  },
];

/** As an operator would write it who mistypes the address: only in a step that expects its rollback, which it waits for. */
export const lockout = management(LOCKOUT, () => moved('10.99.0.1', { routes: [] }), 15);

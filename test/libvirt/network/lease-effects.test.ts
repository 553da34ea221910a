import { describe, expect, it } from 'vitest';
import type { Dhcp } from '../../../src/libvirt/model/elements/ip.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { leaseEffects } from '../../../src/libvirt/network/lease-effects.ts';
import type { DhcpLease } from '../../../src/libvirt/observe/leases.ts';

const VM1 = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.0.0.11' };
const WITH: Dhcp = { range: [{ start: '10.0.0.100', end: '10.0.0.150' }], host: [VM1] };
const net = (dhcp: Dhcp, address = '10.0.0.1', prefix = 24): Network => ({
  name: 'net',
  forward: { mode: 'nat' },
  ip: [{ address, prefix, dhcp }],
});
const RESERVED: DhcpLease = { mac: VM1.mac, ip: VM1.ip, hostname: 'web', expires: '2026-11-24 12:00:00' };
const DYNAMIC: DhcpLease = { mac: '52:54:00:00:00:02', ip: '10.0.0.100', expires: '2026-11-24 12:30:00' };
const GUESTS = [
  { guest: 'web1', mac: VM1.mac, running: true },
  { guest: 'db1', mac: DYNAMIC.mac, running: true },
];
const effects = (before: Network, after: Network, guests = GUESTS, leases = [RESERVED, DYNAMIC]) =>
  leaseEffects({ before, after, leases, guests });

describe('what a change means for leases', () => {
  it.each<[string, Network, string[]]>([
    ['nothing, where all stays', net(WITH), []],
    [
      'nothing, where a range grows',
      net({ ...WITH, range: [{ start: '10.0.0.90', end: '10.0.0.199' }] }),
      [],
    ],
    [
      'another address',
      net({ ...WITH, host: [{ ...VM1, ip: '10.0.0.21' }] }),
      [
        'These guests get another address at their next lease: web1 (10.0.0.11 → 10.0.0.21 until 2026-11-24 12:00:00).',
      ],
    ],
    [
      'an address that is kept for another',
      net({ ...WITH, host: [VM1, { mac: '52:54:00:00:00:03', name: 'vm3', ip: '10.0.0.100' }] }),
      [
        'These guests need a new lease, their address is now kept for vm3: db1 (10.0.0.100 until 2026-11-24 12:30:00).',
      ],
    ],
    [
      'a range that is gone',
      net({ ...WITH, range: [{ start: '10.0.0.120', end: '10.0.0.150' }] }),
      [
        'These guests need a new lease, their address is no longer given out: db1 (10.0.0.100 until 2026-11-24 12:30:00).',
      ],
    ],
    [
      'another gateway',
      net(WITH, '10.0.0.2'),
      [
        'These guests learn of the gateway 10.0.0.2 (now 10.0.0.1) at their next lease: web1 (10.0.0.11 until 2026-11-24 12:00:00), db1 (10.0.0.100 until 2026-11-24 12:30:00).',
      ],
    ],
    [
      'another subnet',
      net({ range: [{ start: '10.9.0.100', end: '10.9.0.150' }] }, '10.9.0.1'),
      [
        'These guests need a new lease, their address is in no subnet of the network any more: web1 (10.0.0.11 until 2026-11-24 12:00:00), db1 (10.0.0.100 until 2026-11-24 12:30:00).',
      ],
    ],
  ])('is %s', (_, after, expected) => {
    expect(effects(net(WITH), after)).toEqual(expected);
  });

  it('is the gateway, where a network begins or ceases to route', () => {
    const isolated: Network = { ...net(WITH), forward: { mode: 'none' } };
    const holder = 'web1 (10.0.0.11 until 2026-11-24 12:00:00)';
    expect(effects(net(WITH), isolated, GUESTS, [RESERVED])).toEqual([
      `These guests lose the gateway 10.0.0.1 at their next lease: ${holder}.`,
    ]);
    expect(effects(isolated, net(WITH), GUESTS, [RESERVED])).toEqual([
      `These guests learn of the gateway 10.0.0.1 at their next lease: ${holder}.`,
    ]);
  });

  it('knows a holder by name, by MAC address, and one that holds its address for ever', () => {
    const after = net({ range: [{ start: '10.0.0.120', end: '10.0.0.150' }] });
    const { expires: _, ...forEver } = DYNAMIC;
    expect(effects(net(WITH), after, [], [RESERVED, forEver])).toEqual([
      'These guests need a new lease, their address is no longer given out: web (10.0.0.11 until 2026-11-24 12:00:00), 52:54:00:00:00:02 (10.0.0.100 for ever).',
    ]);
  });

  it('names running guests without a lease when the gateway moves, and only then', () => {
    const guests = [...GUESTS, { guest: 'own', mac: '52:54:00:00:00:09', running: true }];
    expect(effects(net(WITH), net(WITH, '10.0.0.2'), guests, [])).toEqual([
      'These guests have no lease; configured by hand, they need the gateway 10.0.0.2: web1 (52:54:00:00:00:01), db1 (52:54:00:00:00:02), own (52:54:00:00:00:09).',
    ]);
    expect(effects(net(WITH), net({ ...WITH, host: [] }), guests, [])).toEqual([]);
  });
});

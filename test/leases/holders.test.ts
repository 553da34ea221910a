import { expect, it } from 'vitest';
import { fleetHolders } from '../../src/leases/fleet-holders.ts';
import type { Holder } from '../../src/leases/holder.ts';
import type { Answers } from '../../src/leases/host-claims.ts';
import { addressIn, isSought } from '../../src/leases/sought.ts';
import { whereFree } from '../../src/leases/where-free.ts';
import { parseDump } from '../../src/libvirt/format/dump.ts';
import { leasesText } from '../../src/report/leases/leases.ts';
import { answers, lease } from './answers.ts';

const one = (current: Answers, all = false) => fleetHolders([{ host: 'hv01', current }], all);
const brief = (rows: readonly Holder[]) =>
  rows.map(({ ip, mac, guest, sources, marks }) => [
    ...[ip, mac?.slice(-2) ?? null, guest, sources.join()],
    ...marks.map(({ kind, why }) => `${kind}: ${why}`),
  ]);

it('a lease, a reservation, the interface of a guest and a neighbour that mean the same are one', () => {
  const neighbours = [{ ip: '10.40.0.17', mac: '52:54:00:00:00:01', link: 'virbr1', answers: true }];
  const rows = one(answers({ leases: [lease({ hostname: 'web' })], guests: [{}], neighbours }));
  expect(rows).toEqual([
    {
      ...{ host: 'hv01', network: 'guests', ip: '10.40.0.17', mac: '52:54:00:00:00:01' },
      ...{ name: 'web', guest: 'web', running: true, interface: 'vnet0' },
      ...{ expires: '2026-11-29T11:00:00.000Z', left: 3600 },
      ...{ sources: ['lease', 'reserved', 'seen', 'guest'], marks: [] },
    },
    expect.objectContaining({ ip: '10.40.0.18', mac: null, name: 'named', sources: ['reserved'] }),
  ]);
});

it('a reservation by name is of whoever has the address under that name', () => {
  const named = lease({ ip: '10.40.0.18', mac: '52:54:00:00:00:02', hostname: 'named' });
  const guests = [{ guest: 'other', mac: '52:54:00:00:00:02' }];
  expect(brief(one(answers({ leases: [named], guests })))).toEqual([
    ['10.40.0.18', '02', 'other', 'lease,reserved,guest'],
    ['10.40.0.17', '01', null, 'reserved'],
  ]);
});

it('leases that nobody uses are stale', () => {
  const leases = [
    lease({ expires: '2026-11-29 11:00:00' }),
    lease({ ip: '10.40.0.101', mac: '52:54:00:00:00:03' }),
    lease({ ip: '10.40.0.102', mac: '52:54:00:00:00:04' }),
    lease({ ip: '10.40.0.103', mac: '52:54:00:00:00:05' }),
    lease({ ip: '10.40.0.104', mac: '52:54:00:00:00:06' }),
  ];
  const guests = [{ guest: 'off', mac: '52:54:00:00:00:03', running: false }];
  const neighbours = [
    { ip: '10.40.0.103', mac: '52:54:00:00:00:05', link: 'virbr1', answers: true },
    { ip: '10.40.0.104', mac: '52:54:00:00:00:06', link: 'virbr1', answers: false },
  ];
  expect(brief(one(answers({ leases, guests, neighbours })))).toEqual([
    ['10.40.0.17', '01', null, 'lease,reserved', 'stale: the lease ended at 2026-11-29T09:00:00.000Z'],
    ['10.40.0.101', '03', 'off', 'lease,guest', 'stale: guest off does not run'],
    [
      ...['10.40.0.102', '04', null, 'lease'],
      'stale: no guest of the host has this MAC, and nobody answers from it',
    ],
    ['10.40.0.103', '05', null, 'lease,seen'],
    [
      ...['10.40.0.104', '06', null, 'lease,met'],
      'stale: no guest of the host has this MAC, and who had it has not answered lately',
    ],
    ['10.40.0.18', null, null, 'reserved'],
  ]);
});

it('who has what is kept for another, and two guests of one MAC, are in conflict', () => {
  const thief = lease({ mac: '52:54:00:00:00:09' });
  const guests = [{ guest: 'thief', mac: '52:54:00:00:00:09' }];
  const rows = fleetHolders(
    [
      { host: 'hv01', current: answers({ leases: [thief], guests }) },
      { host: 'hv02', current: answers({ guests: [{ guest: 'twin', mac: '52:54:00:00:00:09' }] }) },
    ],
    false,
  );
  expect(brief(rows.filter(({ marks }) => marks.length > 0))).toEqual([
    [
      ...['10.40.0.17', '09', 'thief', 'lease,guest'],
      'conflict: the address is reserved for 52:54:00:00:00:01',
      'conflict: guest twin on hv02 has the same MAC',
    ],
    ['10.40.0.17', '01', null, 'reserved', 'conflict: 52:54:00:00:00:09 on hv01 (thief) has it, too'],
    [null, '09', 'twin', 'guest', 'conflict: guest thief on hv01 has the same MAC'],
  ]);
});

it.each([
  ['route', true],
  ['open', true],
  ['nat', false],
])('one address on two hosts in networks of mode %s', (mode, conflicts) => {
  const current = (mac: string) =>
    answers({ mode, leases: [lease({ ip: '10.40.0.150', mac })], guests: [{ mac }] });
  const rows = fleetHolders(
    [
      { host: 'hv01', current: current('52:54:00:00:01:01') },
      { host: 'hv02', current: current('52:54:00:00:01:02') },
    ],
    false,
  );
  const marked = rows.filter(({ ip }) => ip === '10.40.0.150').map(({ marks }) => marks.length > 0);
  expect(marked).toEqual([conflicts, conflicts]);
});

it('an address of a link alone is no one else’s on another host', () => {
  const current = (mac: string) =>
    answers({ mode: 'route', neighbours: [{ ip: 'fe80::1', mac, link: 'virbr1', answers: true }] });
  const rows = fleetHolders(
    [
      { host: 'hv01', current: current('52:54:00:00:01:01') },
      { host: 'hv02', current: current('52:54:00:00:01:02') },
    ],
    true,
  );
  expect(rows.filter(({ ip }) => ip === 'fe80::1').map(({ marks }) => marks)).toEqual([[], []]);
});

it('an instance of dnsmasq, and guests of a bridge of the host, are told by the link', () => {
  const instances = {
    links: { d1: ['br0'] },
    leases: [{ instance: 'd1', expires: 0, mac: '52:54:00:00:00:07', ip: '10.81.0.50', hostname: 'x' }],
    unread: [],
  };
  const guest = { guest: 'x', mac: '52:54:00:00:00:07', type: 'bridge', bridge: 'br0', master: 'br0' };
  const { network: _, ...current } = guest as typeof guest & { network?: string };
  const rows = one({ ...answers({ instances }), guests: [{ uuid: 'g', running: true, ...current }] });
  expect(rows.find(({ network }) => network === 'br0')).toMatchObject({
    ...{ network: 'br0', ip: '10.81.0.50', guest: 'x', expires: null, left: null },
    ...{ sources: ['lease', 'guest'], marks: [] },
  });
});

it('a guest of a network on a bridge of the host is told by its network, whoever else is on the bridge by the link', () => {
  const base = answers({});
  const [first] = base.networks;
  const live = parseDump(`<network><name>lan</name><forward mode='bridge'/><bridge name='br0'/></network>`);
  const state = { exists: true as const, active: true, autostart: true, live, persistent: live };
  const guest = { guest: 'web', mac: '52:54:00:00:00:07', network: 'lan', bridge: 'br0', master: 'br0' };
  const seen = (ip: string, mac: string) => ({ ip, mac, link: 'br0', answers: true });
  const rows = one(
    {
      ...answers({ guests: [guest] }),
      networks: [...(first ? [first] : []), { name: 'lan', uuid: 'u2', state: state as never }],
      neighbours: [seen('192.0.2.7', '52:54:00:00:00:07'), seen('192.0.2.1', '00:00:5e:00:01:01')],
    },
    true,
  );
  expect(
    rows
      .filter(({ ip }) => ip?.startsWith('192.0.2.'))
      .map(({ ip, network, guest: held }) => [ip, network, held]),
  ).toEqual([
    ['192.0.2.7', 'lan', 'web'],
    ['192.0.2.1', 'br0', null],
  ]);
});

it('who answered once is in conflict with nobody', () => {
  const neighbours = [{ ip: '10.40.0.17', mac: '52:54:00:00:00:09', link: 'virbr1', answers: false }];
  const marks = (answering: boolean) =>
    one(
      answers({
        guests: [{}],
        leases: [lease({})],
        neighbours: neighbours.map((each) => ({ ...each, answers: answering })),
      }),
    ).flatMap((row) => row.marks.map(({ kind }) => kind));
  expect([marks(false), marks(true)]).toEqual([[], ['conflict', 'conflict']]);
});

it('the router, the host itself and link-local neighbours count where they are asked for', () => {
  const neighbours = [
    { ip: '192.168.0.1', mac: '00:00:5e:00:01:01', link: 'eth0', answers: true },
    { ip: 'fe80::1', mac: '52:54:00:00:00:01', link: 'virbr1', answers: true },
  ];
  const current = answers({ neighbours });
  expect(one(current).map(({ ip }) => ip)).toEqual(['10.40.0.17', '10.40.0.18']);
  expect(one(current, true).map(({ ip }) => ip)).toEqual([
    ...['10.40.0.1', '10.40.0.17', '10.40.0.18'],
    ...['192.168.0.1', 'fe80::1'],
  ]);
});

it('a MAC, an address and a name are looked for in any spelling', () => {
  expect(addressIn('52-54-00-AA-BB-01')).toEqual({ kind: 'mac', mac: '52:54:00:aa:bb:01' });
  expect(addressIn('5254.00aa.bb01')).toEqual({ kind: 'mac', mac: '52:54:00:aa:bb:01' });
  expect(addressIn('10.40.0.17')).toEqual({ kind: 'ip', ip: '10.40.0.17' });
  expect([addressIn('web'), addressIn('hv01'), addressIn('525400aabb01')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const row = { ip: 'fd00::17', mac: null, name: 'Web-1', guest: null } as Holder;
  expect(isSought(row, { kind: 'ip', ip: 'FD00:0::17' })).toBe(true);
  const named = (name: string) => isSought(row, { kind: 'name', name });
  expect(['web', 'b-1', 'web*', 'web-?', 'b*', '?'].map(named)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('where an address is free is said with the network', () => {
  const hosts = ['hv01', 'hv02'].map((host) => ({ host, current: answers() }));
  expect(whereFree('10.40.0.150', hosts)).toBe(
    'It is free, and in a DHCP range of network guests on hv01, hv02.',
  );
  expect(whereFree('10.40.0.50', hosts)).toBe(
    'It is free, and in the subnet of network guests on hv01, hv02.',
  );
  expect(whereFree('10.41.0.50', hosts)).toBe('');
});

it.each([80, 100])('the table fits into %d columns', (width) => {
  const thief = lease({ mac: '52:54:00:00:00:09', expires: '2026-11-30 13:30:00' });
  const holders = one(
    answers({ leases: [thief], guests: [{ guest: 'a-guest-with-a-long-name', mac: thief.mac }] }),
  );
  const text = leasesText({ holders, unseen: [], unreachable: [], nothing: '' }, { color: false, width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  expect(text).toContain('CONFLICT: lease 1d1h');
  expect(text).toContain('2 things to look at\n  conflict: 10.40.0.17 52:54:00:00:00:01 in guests on hv01:');
});

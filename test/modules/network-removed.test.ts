import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/libvirt/model/network.ts';
import { type Args, host, IP, leftHost, made, planned, RANGE, VM1 } from './network-case.ts';

describe('what a task wrote and no longer has', () => {
  it.each<[string, Args, Args, string[]]>([
    [
      'a domain and an mtu',
      { ip: IP, domain: { name: 'a.example', localOnly: 'yes' }, mtu: { size: 1400 } },
      { ip: IP },
      ['mtu: 1400 → null', 'domain name: a.example → null', 'domain localOnly: yes → null'],
    ],
    [
      'a zone',
      { ip: IP, bridge: { name: 'virbr7', zone: 'libvirt' } },
      { ip: IP, bridge: { name: 'virbr7' } },
      ['bridge zone: libvirt → ""'],
    ],
    ['a default', { ip: IP, bridge: { stp: 'off' } }, { ip: IP }, ['bridge stp: off → on']],
    [
      'a lease time of a range that grows',
      { ip: { ...IP, dhcp: { range: { ...RANGE, lease: { expiry: 5 } } } } },
      { ip: { ...IP, dhcp: { range: { ...RANGE, end: '10.7.0.200' } } } },
      ['DHCP range: 10.7.0.100-10.7.0.150 → 10.7.0.100-10.7.0.200'],
    ],
    [
      'a name of a reservation',
      { ip: { ...IP, dhcp: { host: VM1 } } },
      { ip: { ...IP, dhcp: { host: { mac: VM1.mac, ip: VM1.ip } } } },
      ['reservation 52:54:00:00:00:01 name: vm1 → null'],
    ],
    [
      'the service of network boot',
      { ip: { ...IP, dhcp: { range: RANGE, bootp: { file: 'a' } }, tftp: { root: '/a' } } },
      { ip: { ...IP, dhcp: { range: RANGE } } },
      ['ip 10.7.0.1 tftp root: /a → null', 'ip 10.7.0.1 dhcp bootp file: a → null'],
    ],
    [
      'ports and the device of NAT',
      { ip: IP, forward: { mode: 'nat', dev: 'eth1', nat: { port: { start: 2000, end: 3000 } } } },
      { ip: IP, forward: { mode: 'nat' } },
      [
        'forward nat port start: 2000 → null',
        'forward nat port end: 3000 → null',
        'forward interface eth1: present → null',
      ],
    ],
    [
      'one side of a bandwidth',
      { ip: IP, bandwidth: { inbound: { average: 1 }, outbound: { average: 2 } } },
      { ip: IP, bandwidth: { inbound: { average: 1 } } },
      ['bandwidth outbound average: 2 → null'],
    ],
    [
      'a limit of a portgroup',
      {
        ip: IP,
        portgroup: { name: 'a', bandwidth: { inbound: { average: 5 } }, trustGuestRxFilters: 'yes' },
      },
      { ip: IP, portgroup: { name: 'a', trustGuestRxFilters: 'yes' } },
      ['portgroup a bandwidth inbound average: 5 → null'],
    ],
    ['a forward', { ip: IP, forward: { mode: 'open' } }, { ip: IP }, ['forward mode: open → none']],
    [
      'a mode',
      { ip: IP, forward: { mode: 'route', dev: 'eth1' } },
      { ip: IP, forward: { dev: 'eth1' } },
      ['forward mode: route → nat'],
    ],
  ])('goes: %s', (_case, before, after, lines) => {
    expect(planned(after, made(before)).lines).toEqual(expect.arrayContaining(lines));
    expect(
      planned(after, made(before))
        .lines.filter((line) => !line.includes('('))
        .toSorted(),
    ).toEqual(lines.toSorted());
    expect(planned(before, made(before)).lines).toEqual([]);
  });

  it('is not forgotten while the network runs on with it, until a start brings it about', () => {
    const before = made({ ip: IP, mtu: { size: 1400 } });
    const left = leftHost(planned({ ip: IP, apply: 'next-start' }, before).plan, before);
    const state = left.network as { live: Network };
    expect(state.live.mtu).toEqual({ size: 1400 });
    expect(planned({ ip: IP, apply: 'next-start' }, left).plan.warnings?.join()).toContain('mtu not desired');
    const { plan, lines } = planned({ ip: IP }, left);
    expect(lines).toEqual(['mtu (live copy still has it): 1400 → null']);
    const restarted = leftHost(plan, left);
    expect(planned({ ip: IP }, { ...restarted }).lines).toEqual([]);
    expect(restarted.record.tasks['task']).not.toHaveProperty(['mtu.size']);
  });

  it('stays when somebody else wrote it, or it was not the last time', () => {
    const more = (stored: Network): Network => ({
      ...stored,
      domain: { name: 'by.hand' },
      mtu: { size: 1400 },
    });
    expect(planned({ ip: IP }, made({ ip: IP }, more)).lines).toEqual([]);
    const other = made({ ip: IP, domain: { name: 'a.example' } });
    const record = { writable: true, tasks: { other: other.record.tasks['task'] ?? {} } };
    expect(planned({ ip: IP, forward: { mode: 'none' } }, { ...other, record }).lines).toEqual([]);
  });

  it('stays where the task describes a part only', () => {
    expect(planned({ ip: IP, merge: true }, made({ ip: IP, mtu: { size: 1400 } })).lines).toEqual([]);
  });

  it('is the uuid, the MAC address and the name of the bridge, which stay', () => {
    const uuid = '0c5a2b7e-3f6d-4a8e-9b1c-2d3e4f5a6b7c';
    const before = { ip: IP, uuid, mac: { address: '52:54:00:00:00:77' }, bridge: { name: 'virbr9' } };
    expect(planned({ ip: IP }, made(before)).lines).toEqual([]);
    expect(planned({ ip: IP, uuid: null, mac: null, bridge: null } as never, made(before)).lines).toEqual([]);
  });
});

describe('a forward that is not there', () => {
  const nat = { forward: { mode: 'nat' as const }, ip: [{ address: '10.7.0.1', prefix: 24 }] };

  it('means isolated, and says how to keep the mode', () => {
    const { lines, plan } = planned({ ip: IP }, host(nat));
    expect(lines).toEqual(['forward mode: nat → none']);
    expect(plan.warnings?.join()).toMatch(
      /no forward, which means isolated.*mode nat.*forward: { mode: nat }.*merge: true/,
    );
  });

  it('means isolated for a task that made a network of nothing else', () => {
    const open = (stored: Network): Network => ({ ...stored, forward: { mode: 'open' } });
    expect(planned({}, made({}, open)).lines).toEqual(['forward mode: open → none']);
  });

  it('says nothing in a task that describes a part, or stands beside one that writes the mode', () => {
    expect(planned({ mtu: { size: 1500 } }, host({ ...nat, mtu: { size: 1500 } })).lines).toEqual([]);
    expect(planned({ ip: IP, merge: true }, host(nat)).lines).toEqual([]);
    const record = { writable: true, tasks: { other: { 'forward.mode': [''] } } };
    expect(planned({ ip: IP }, host(nat, record)).lines).toEqual([]);
  });
});

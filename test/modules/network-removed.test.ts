import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { canonical } from '../../src/libvirt/canonical.ts';
import { liveOf } from '../../src/libvirt/live.ts';
import type { Memory } from '../../src/libvirt/memory.ts';
import type { Network } from '../../src/libvirt/network.ts';
import { network } from '../../src/modules/network.ts';
import { trial } from './trial.ts';

type Args = Omit<z.input<typeof network.args>, 'name'>;

const IP = { address: '10.7.0.1/24' };
const RANGE = { start: '10.7.0.100', end: '10.7.0.150' };
const VM1 = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.7.0.10' };
const NOTHING: Memory = { writable: true, networks: [] };

/** A host with the network, or without it, and what it remembers of tasks. */
const host = (stored: Omit<Network, 'name'> | undefined, memory = NOTHING, autostart = true) => ({
  network: stored
    ? { exists: true, active: true, autostart, ...copies({ name: 'net', ...stored }) }
    : { exists: false },
  ...{ memory, guests: [], ports: [], version: [11, 3, 0], networks: [], leases: [] },
  host: { links: [], routes: [] },
  session: { links: ['eth0'] },
  routing: { rules: [], routes: [] },
});

function copies(stored: Network) {
  const persistent = canonical({ bridge: { name: 'virbr7' }, ...stored });
  return { persistent, live: liveOf(persistent) };
}

/** What a task comes to on a host. */
function planned(args: Args, seen: ReturnType<typeof host>) {
  const { plan, differences, afterwards } = trial(network, { name: 'net', ...args }, seen as never);
  expect(plan.failure).toBeUndefined();
  const told = plan.changes.map(({ bookkeeping }) => !bookkeeping);
  expect(afterwards().changes).toEqual([]);
  return { lines: differences.filter((_, index) => told[index]), plan };
}

/** The host after a task has made the network, and what somebody did to its definition then. */
function made(args: Args, changed: (stored: Network) => Network = (stored) => stored) {
  const { plan } = planned(args, host(undefined));
  const left = new Map(
    plan.changes.flatMap(({ leaves }) => leaves).map(({ probe, value }) => [probe.key, value]),
  );
  const state = left.get('network net') as { persistent: Network; autostart: boolean };
  return host(changed(state.persistent), left.get('network memory') as Memory, state.autostart);
}

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

  it('stays when somebody else wrote it, or it was not the last time', () => {
    const more = (stored: Network): Network => ({
      ...stored,
      domain: { name: 'by.hand' },
      mtu: { size: 1400 },
    });
    expect(planned({ ip: IP }, made({ ip: IP }, more)).lines).toEqual([]);
    const other = made({ ip: IP, domain: { name: 'a.example' } });
    const [first] = other.memory.networks;
    const tasks = { other: first?.tasks['task'] ?? {} };
    const memory = { writable: true, networks: first ? [{ ...first, tasks }] : [] };
    expect(planned({ ip: IP, forward: { mode: 'none' } }, { ...other, memory }).lines).toEqual([]);
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

describe('null', () => {
  const full = {
    forward: { mode: 'nat' as const },
    domain: { name: 'by.hand' },
    dns: { host: [{ ip: '10.7.0.5', hostname: ['web'] }], enable: 'yes' as const },
    ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [RANGE], host: [VM1] } }],
    portgroup: [
      { name: 'a', bandwidth: { inbound: { average: 5 } } },
      { name: 'b', bandwidth: { inbound: { average: 6 } } },
    ],
  };
  it.each<[string, object, string[]]>([
    ['an element', { domain: null }, ['domain name: by.hand → null']],
    ['an attribute', { domain: { name: 'by.hand', localOnly: null } }, []],
    ['a list', { dns: { host: null } }, ['DNS host web: web → null']],
    ['all below an element', { dns: null }, ['dns enable: yes → null', 'DNS host web: web → null']],
    [
      'what is in an entry',
      { portgroup: [{ name: 'a', bandwidth: null }] },
      ['portgroup a bandwidth inbound average: 5 → null'],
    ],
    [
      'DHCP of an address',
      { ip: { ...IP, dhcp: null } },
      ['DHCP range 10.7.0.100-10.7.0.150: present → null', 'reservation vm1: 10.7.0.10 → null'],
    ],
    [
      'a name of an entry known by another key',
      { ip: { ...IP, dhcp: { host: { name: 'vm1', ip: '10.7.0.10', mac: null } } } },
      ['reservation vm1 mac: 52:54:00:00:00:01 → null'],
    ],
    ['the mode', { forward: null }, ['forward mode: nat → none']],
  ])('unsets %s, whoever wrote it', (_case, elements, lines) => {
    const task = { forward: { mode: 'nat' }, ip: IP, ...elements } as Args;
    const told = planned(task, host(full)).lines;
    expect(told).toEqual(lines);
    expect(planned(task, host(undefined)).lines).toHaveLength(1);
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
    const tasks = { other: { 'forward.mode': [''] } };
    const memory: Memory = {
      writable: true,
      networks: [{ version: 1, project: 'project', network: 'net', tasks }],
    };
    expect(planned({ ip: IP }, host(nat, memory)).lines).toEqual([]);
  });
});

describe('xml', () => {
  const stored = {
    domain: { name: 'by.hand' },
    bridge: { name: 'virbr7', stp: 'off' as const },
    mac: { address: '52:54:00:00:00:77' },
    dns: { host: [{ ip: '10.7.0.5', hostname: ['web'] }], enable: 'no' as const },
    ip: [{ address: '10.7.0.1', prefix: 24, localPtr: 'yes' as const, dhcp: { host: [VM1] } }],
    forward: { mode: 'nat' as const },
  };
  const xml = "<network><name>net</name><ip address='10.7.0.1' netmask='255.255.255.0'/></network>";

  it('is the whole network, but for entries of lists', () => {
    expect(planned({ xml }, host(stored)).lines.filter((line) => !line.includes('('))).toEqual([
      'forward mode: nat → none',
      'bridge stp: off → on',
      'domain name: by.hand → null',
      'dns enable: no → null',
      'ip 10.7.0.1 localPtr: yes → null',
    ]);
  });

  it('is a part of it with merge', () => {
    expect(planned({ xml, merge: true }, host(stored)).lines).toEqual([]);
  });
});

describe('exclusive', () => {
  const stored = { ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [RANGE], host: [VM1] } }] };

  it('removes the last entry of a list that is not written any more', () => {
    const removed = ['reservation vm1: 10.7.0.10 → null'];
    expect(planned({ ip: IP, exclusive: ['ip.dhcp.host'] }, host(stored)).lines).toEqual(removed);
    expect(planned({ exclusive: ['ip.dhcp.host'] }, host(stored)).lines).toEqual(removed);
  });
});

it('keeps true that the network starts with the host, as making it does', () => {
  expect(
    planned({ ip: IP }, host({ ip: [{ address: '10.7.0.1', prefix: 24 }] }, NOTHING, false)).lines,
  ).toEqual(['network net autostart: off → on']);
});

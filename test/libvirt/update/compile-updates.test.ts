import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../../src/libvirt/compare/compare.ts';
import type { ListName } from '../../../src/libvirt/compare/list-rules.ts';
import { networkSchema } from '../../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { type Compiled, compileUpdates } from '../../../src/libvirt/update/compile-updates.ts';
import type { Version } from '../../../src/versions/version.ts';

type Elements = Record<string, unknown>;
const OLD: Version = [9, 0, 0];
const NEW: Version = [11, 3, 0];

const vm1 = { mac: '52:54:00:aa:00:01', name: 'vm1', ip: '10.0.0.10' };
const vm2 = { mac: '52:54:00:aa:00:02', name: 'vm2', ip: '10.0.0.11' };
const vm3 = { mac: '52:54:00:aa:00:03', name: 'vm3', ip: '10.0.0.12' };
const first = { start: '10.0.0.100', end: '10.0.0.200' };
const sip = { service: 'sip', protocol: 'tcp', domain: 'lab', target: 'a', port: 5060 };
const stored = canonical(
  networkOf({
    forward: { mode: 'nat' },
    dns: { host: { ip: '10.0.0.5', hostname: ['web', 'www'] }, txt: { name: 'a', value: '1' }, srv: sip },
    ip: [{ address: '10.0.0.1/24', dhcp: { range: first, host: [vm1, vm2] } }, { address: 'fd00::1/64' }],
    portgroup: { name: 'slow', bandwidth: { inbound: { average: 1 } } },
  }),
);

const dhcp = (entries: Elements) => ({ ip: { address: '10.0.0.1/24', dhcp: entries } });
const host = (...entries: Elements[]) => dhcp({ host: entries });

describe('each section in its gentlest form', () => {
  test.each<[string, Elements, Version, string[]]>([
    ['add a host', host(vm1, vm2, vm3), OLD, ['ip-dhcp-host add-last reload']],
    ['add a host in front', host(vm3, vm1, vm2), OLD, ['ip-dhcp-host add-first reload']],
    ['move a host', host({ ...vm1, ip: '10.0.0.20' }, vm2), OLD, ['ip-dhcp-host modify reload']],
    ['remove a host', host(vm1), OLD, ['ip-dhcp-host delete reload']],
    [
      'swap two hosts',
      host({ ...vm1, ip: vm2.ip }, { ...vm2, ip: vm1.ip }),
      OLD,
      ['ip-dhcp-host delete reload', 'ip-dhcp-host modify reload', 'ip-dhcp-host add-last reload'],
    ],
    [
      'shorten a range',
      dhcp({ range: { ...first, end: '10.0.0.150' } }),
      OLD,
      ['ip-dhcp-range delete restart', 'ip-dhcp-range add-last restart'],
    ],
    [
      'add a range',
      dhcp({ range: [first, { start: '10.0.0.50', end: '10.0.0.60' }] }),
      OLD,
      ['ip-dhcp-range add-last restart'],
    ],
    [
      'rename a DNS host',
      { dns: { host: { ip: '10.0.0.5', hostname: 'web' } } },
      OLD,
      ['dns-host delete reload', 'dns-host add-last reload'],
    ],
    [
      'rename a DNS host, newer',
      { dns: { host: { ip: '10.0.0.5', hostname: 'web' } } },
      NEW,
      ['dns-host modify reload'],
    ],
    [
      'change a text',
      { dns: { txt: { name: 'a', value: '2' } } },
      OLD,
      ['dns-txt delete restart', 'dns-txt add-last restart'],
    ],
    ['change a text, newer', { dns: { txt: { name: 'a', value: '2' } } }, NEW, ['dns-txt modify restart']],
    [
      'change a service',
      { dns: { srv: { ...sip, port: 5061 } } },
      NEW,
      ['dns-srv delete restart', 'dns-srv add-last restart'],
    ],
    [
      'add a portgroup',
      { portgroup: [{ name: 'slow' }, { name: 'fast' }] },
      OLD,
      ['portgroup add-last none'],
    ],
    [
      'change a portgroup',
      { portgroup: { name: 'slow', bandwidth: { inbound: { average: 2 } } } },
      OLD,
      ['portgroup modify none'],
    ],
    ['set the interface', { forward: { dev: 'eth0' } }, OLD, ['forward-interface add-last none']],
    [
      'several at once',
      { ...host(vm1, vm2, vm3), dns: { txt: { name: 'b', value: '1' } } },
      OLD,
      ['dns-txt add-last restart', 'ip-dhcp-host add-last reload'],
    ],
  ])('%s', (_case, elements, version, expected) => {
    const desired = networkOf(elements);
    const { updates, after } = compiled(desired, version);
    expect(updates.map(({ section, command, impact }) => `${section} ${command} ${impact}`)).toEqual(
      expected,
    );
    const left = compareNetworks(desired, after, 'persistent', exclusiveOf(desired));
    expect(left.filter(({ kind }) => kind !== 'unmanaged')).toEqual([]);
  });

  test('a call names its address and holds the element', () => {
    expect(compiled(networkOf(host(vm1, vm2, vm3)), OLD).updates).toEqual([
      {
        command: 'add-last',
        section: 'ip-dhcp-host',
        xml: `<host mac='52:54:00:aa:00:03' name='vm3' ip='10.0.0.12'/>`,
        parentIndex: 0,
        impact: 'reload',
      },
    ]);
  });
});

test.each<[string, Elements]>([
  ['mtu', { mtu: { size: 9000 } }],
  ['a value beside an entry', { ...host(vm1, vm2, vm3), bridge: { stp: 'off' } }],
  ['a forwarder', { dns: { forwarder: { addr: '1.1.1.1' } } }],
  ['an address', { ip: [{ address: '10.0.0.1/24' }, { address: 'fd00::1/64' }, { address: '10.5.0.1/24' }] }],
  [
    'the first reservation of an address beside a served one',
    {
      ip: [
        { address: '10.0.0.1/24' },
        { address: 'fd00::1/64', dhcp: { host: { id: '0:1:2', ip: 'fd00::5' } } },
      ],
    },
  ],
  ['a prefix', { ip: { address: '10.0.0.1/25' } }],
  [
    'a second DHCP service of a family',
    { ip: [{ address: '10.0.0.1/24' }, { address: '10.5.0.1/24', dhcp: { host: vm3 } }] },
  ],
])('a change without a section of net-update needs a redefinition: %s', (_case, elements) => {
  const differences = compareNetworks(networkOf(elements), stored);
  expect(compileUpdates(differences, stored, NEW)).toBe('redefine');
});

test('dnsmasq restarts when it begins to give out addresses', () => {
  const bare = networkOf({ ip: { address: '10.0.0.1/24' } });
  const found = compileUpdates(compareNetworks(networkOf(host(vm1)), bare), bare, OLD);
  expect(found).toMatchObject({ updates: [{ section: 'ip-dhcp-host', impact: 'restart' }] });
});

test('what is unmanaged needs no call', () => {
  const differences = compareNetworks(networkOf(host(vm1)), stored);
  expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['unmanaged']));
  expect(compileUpdates(differences, stored, OLD)).toEqual({ updates: [], after: stored });
});

/** Reservations, where any are written. */
function exclusiveOf({ ip = [] }: Network): { exclusive: ListName[] } {
  return { exclusive: ip.some(({ dhcp }) => dhcp?.host) ? ['ip.dhcp.host'] : [] };
}

function compiled(desired: Network, version: Version): Compiled {
  const found = compileUpdates(
    compareNetworks(desired, stored, 'persistent', exclusiveOf(desired)),
    stored,
    version,
  );
  if (found === 'redefine') throw new Error('it would be redefined');
  return found;
}

function networkOf(elements: Elements): Network {
  return networkSchema.parse({ name: 'lab', ...elements }) as Network;
}

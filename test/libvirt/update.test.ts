import { describe, expect, test } from 'vitest';
import { applyUpdate } from '../../src/libvirt/apply-update.ts';
import { canonical } from '../../src/libvirt/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare.ts';
import type { Network } from '../../src/libvirt/network.ts';
import type { NetworkUpdate } from '../../src/libvirt/sections.ts';
import { applyUpdates, compileUpdates } from '../../src/libvirt/update.ts';
import type { Version } from '../../src/libvirt/version.ts';
import { networkSchema } from '../../src/libvirt/yaml.ts';

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
      'the first host of an address',
      {
        ip: [
          { address: '10.0.0.1/24' },
          { address: 'fd00::1/64', dhcp: { host: { id: '0:1:2', ip: 'fd00::5' } } },
        ],
      },
      OLD,
      ['ip-dhcp-host add-last restart'],
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
    const wanted = networkOf(elements);
    const updates = compiled(wanted, version);
    expect(updates.map(({ section, command, impact }) => `${section} ${command} ${impact}`)).toEqual(
      expected,
    );
    const left = compareNetworks(wanted, applyUpdates(stored, updates, version), 'persistent', EXCLUSIVE);
    expect(left.filter(({ kind }) => kind !== 'unmanaged')).toEqual([]);
  });

  test('a call names its address and holds the element', () => {
    expect(compiled(networkOf(host(vm1, vm2, vm3)), OLD)).toEqual([
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
  ['a prefix', { ip: { address: '10.0.0.1/25' } }],
  [
    'a second DHCP service of a family',
    { ip: [{ address: '10.0.0.1/24' }, { address: '10.5.0.1/24', dhcp: { host: vm3 } }] },
  ],
])('what has no section needs to be defined anew: %s', (_case, elements) => {
  const differences = compareNetworks(networkOf(elements), stored);
  expect(compileUpdates(differences, stored, NEW)).toBe('redefine');
});

test('what is unmanaged needs no call', () => {
  const differences = compareNetworks(networkOf(host(vm1)), stored);
  expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['unmanaged']));
  expect(compileUpdates(differences, stored, OLD)).toEqual([]);
});

describe('what libvirt refuses', () => {
  test.each<[string, NetworkUpdate['command'], NetworkUpdate['section'], string, number | undefined]>([
    ['a host that is there', 'add-last', 'ip-dhcp-host', `<host mac='52:54:00:AA:00:01' ip='10.0.0.99'/>`, 0],
    ['a host without address', 'add-last', 'ip-dhcp-host', `<host mac='52:54:00:aa:00:09'/>`, 0],
    ['a host of the other family', 'add-last', 'ip-dhcp-host', `<host name='a' ip='fd00::9'/>`, 0],
    ['a host below no address', 'add-last', 'ip-dhcp-host', `<host name='a' ip='10.0.0.9'/>`, 7],
    [
      'a host that is not there',
      'modify',
      'ip-dhcp-host',
      `<host mac='52:54:00:aa:00:09' ip='10.0.0.99'/>`,
      0,
    ],
    [
      'a host of which one attribute is another',
      'delete',
      'ip-dhcp-host',
      `<host mac='52:54:00:aa:00:01' name='vm2'/>`,
      0,
    ],
    ['a range that is there', 'add-last', 'ip-dhcp-range', `<range start='10.0.0.100' end='10.0.0.200'/>`, 0],
    ['a range outside', 'add-first', 'ip-dhcp-range', `<range start='10.9.0.1' end='10.9.0.2'/>`, 0],
    ['to modify a range', 'modify', 'ip-dhcp-range', `<range start='10.0.0.100' end='10.0.0.201'/>`, 0],
    ['a part of a range', 'delete', 'ip-dhcp-range', `<range start='10.0.0.100' end='10.0.0.150'/>`, 0],
    [
      'a DNS host of a known address',
      'add-last',
      'dns-host',
      `<host ip='10.0.0.5'><hostname>x</hostname></host>`,
      undefined,
    ],
    ['a DNS host without a name', 'add-last', 'dns-host', `<host ip='10.0.0.6'/>`, undefined],
    [
      'to modify a DNS host',
      'modify',
      'dns-host',
      `<host ip='10.0.0.5'><hostname>x</hostname></host>`,
      undefined,
    ],
    ['a text that is there', 'add-last', 'dns-txt', `<txt name='a' value='2'/>`, undefined],
    ['a text that is not there', 'delete', 'dns-txt', `<txt name='b'/>`, undefined],
    [
      'a service that is there',
      'add-last',
      'dns-srv',
      `<srv service='sip' protocol='tcp' domain='lab' target='a'/>`,
      undefined,
    ],
    ['a portgroup that is not there', 'modify', 'portgroup', `<portgroup name='fast'/>`, undefined],
    [
      'a portgroup with a VLAN on nat',
      'add-last',
      'portgroup',
      `<portgroup name='v'><vlan><tag id='1'/></vlan></portgroup>`,
      undefined,
    ],
    ['an interface that is not there', 'delete', 'forward-interface', `<interface dev='eth9'/>`, undefined],
    ['XML of something else', 'add-last', 'dns-txt', `<srv service='sip' protocol='tcp'/>`, undefined],
  ])('%s', (_case, command, section, xml, parentIndex) => {
    const call = { command, section, xml, ...(parentIndex !== undefined && { parentIndex }) };
    expect(applyUpdate(stored, call, OLD)).toEqual({ refused: expect.stringMatching(/\w/) });
  });

  test('a second interface where one is allowed', () => {
    const add = (dev: string) =>
      ({ command: 'add-last', section: 'forward-interface', xml: `<interface dev='${dev}'/>` }) as const;
    const one = applyUpdate(stored, add('eth0'), OLD);
    expect(one).toMatchObject({ network: { forward: { dev: 'eth0', interface: [{ dev: 'eth0' }] } } });
    expect('network' in one && applyUpdate(one.network, add('eth1'), OLD)).toHaveProperty('refused');
  });
});

test('an entry may be deleted by part of it, and the last one takes its list along', () => {
  const part = {
    command: 'delete',
    section: 'dns-host',
    xml: '<host><hostname>www</hostname></host>',
  } as const;
  const after = applyUpdate(stored, part, OLD);
  expect('network' in after && after.network.dns).toEqual({ txt: [{ name: 'a', value: '1' }], srv: [sip] });
});

const EXCLUSIVE = ['ip.dhcp.host'] as const;

function compiled(wanted: Network, version: Version): NetworkUpdate[] {
  const updates = compileUpdates(compareNetworks(wanted, stored, 'persistent', EXCLUSIVE), stored, version);
  if (updates === 'redefine') throw new Error('it would be defined anew');
  return updates;
}

function networkOf(elements: Elements): Network {
  return networkSchema.parse({ name: 'lab', ...elements }) as Network;
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareNetworks } from '../../../src/libvirt/compare/compare.ts';
import { describeDifference } from '../../../src/libvirt/compare/difference.ts';
import type { Exclusive } from '../../../src/libvirt/compare/list-rules.ts';
import { mergeNetwork } from '../../../src/libvirt/compare/merge.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { networkSchema } from '../../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';

type Elements = Record<string, unknown>;

const stored = parseNetwork(`<network>
  <name>lab</name>
  <uuid>81ff0d90-c91e-6742-64da-4a736edb9a9b</uuid>
  <forward dev='eth0' mode='nat'>
    <interface dev='eth0'/>
  </forward>
  <bridge name='virbr7' stp='on' delay='0'/>
  <mac address='52:54:00:11:22:33'/>
  <dns>
    <txt name='a' value='1'/>
    <host ip='10.0.0.5'><hostname>web</hostname><hostname>www</hostname></host>
  </dns>
  <ip address='10.0.0.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='10.0.0.100' end='10.0.0.200'/>
      <host mac='52:54:00:AA:00:01' name='vm1' ip='10.0.0.10'/>
      <host mac='52:54:00:aa:00:02' name='vm2' ip='10.0.0.11'/>
    </dhcp>
  </ip>
  <portgroup name='slow'>
    <bandwidth><inbound average='1000'/></bandwidth>
  </portgroup>
</network>`);

const vm1 = { mac: '52:54:00:aa:00:01', name: 'vm1', ip: '10.0.0.10' };
const vm2 = { mac: '52:54:00:aa:00:02', name: 'vm2', ip: '10.0.0.11' };
const dhcp = (entries: Elements): Elements => ({ ip: [{ address: '10.0.0.1/24', dhcp: entries }] });

describe('what was written and is so is no difference', () => {
  test.each<[string, Elements]>([
    ['nothing', {}],
    ['a prefix for a netmask', { ip: { address: '10.0.0.1/24' } }],
    ['an address without its length', { ip: { address: '10.0.0.1' } }],
    ['dev for the first interface', { forward: { mode: 'nat', dev: 'eth0' } }],
    ['the mode alone', { forward: { mode: 'nat' } }],
    ['the bridge alone', { bridge: { name: 'virbr7' } }],
    ['a default that the dump leaves out', { ipv6: 'no', portgroup: [{ name: 'slow', default: 'no' }] }],
    ['a MAC address in another case', dhcp({ host: [vm1, vm2] })],
    ['a reservation without its name', dhcp({ host: [{ mac: vm1.mac, ip: vm1.ip }, vm2] })],
  ])('%s', (_case, elements) => {
    expect(linesOf(elements).filter((line) => !line.endsWith('unmanaged'))).toEqual([]);
  });
});

describe('differences in operators’ words', () => {
  test.each<[string, Elements, string[]]>([
    ['a value', { bridge: { stp: 'off' } }, ['bridge stp: on → off']],
    ['a value that is not set', { mtu: { size: 9000 } }, ['mtu: not set → 9000']],
    [
      'the mode, with all that it has and the new one cannot have',
      { forward: { mode: 'none' } },
      ['forward mode: nat → none', 'forward interface eth0 not desired'],
    ],
    [
      'the outgoing interface',
      { forward: { dev: 'eth1' } },
      ['forward interface eth1 missing', 'forward interface eth0 not desired'],
    ],
    [
      'a moved reservation',
      dhcp({ host: [{ ...vm1, ip: '10.0.0.12' }, vm2] }),
      ['reservation vm1: 10.0.0.10 → 10.0.0.12'],
    ],
    [
      'two that change places',
      dhcp({
        host: [
          { ...vm1, ip: vm2.ip },
          { ...vm2, ip: vm1.ip },
        ],
      }),
      ['reservation vm1: 10.0.0.10 → 10.0.0.11', 'reservation vm2: 10.0.0.11 → 10.0.0.10'],
    ],
    [
      'a new card for a name',
      dhcp({ host: [{ ...vm1, mac: '52:54:00:aa:00:09' }, vm2] }),
      ['reservation vm1 mac: 52:54:00:aa:00:01 → 52:54:00:aa:00:09'],
    ],
    [
      'a new reservation',
      dhcp({ host: [vm1, vm2, { mac: '52:54:00:aa:00:03', name: 'vm3', ip: '10.0.0.13' }] }),
      ['reservation vm3 missing'],
    ],
    [
      'a holder of a wanted address',
      dhcp({ host: [{ ...vm1, ip: vm2.ip }] }),
      ['reservation vm1: 10.0.0.10 → 10.0.0.11', 'reservation vm2 not desired'],
    ],
    ['one that was not written', dhcp({ host: [vm1] }), ['reservation vm2 unmanaged']],
    [
      'a shorter range',
      dhcp({ range: [{ start: '10.0.0.100', end: '10.0.0.150' }] }),
      ['DHCP range: 10.0.0.100-10.0.0.200 → 10.0.0.100-10.0.0.150'],
    ],
    [
      'a range beside the other',
      dhcp({ range: [{ start: '10.0.0.50', end: '10.0.0.60' }] }),
      ['DHCP range 10.0.0.50-10.0.0.60 missing', 'DHCP range 10.0.0.100-10.0.0.200 unmanaged'],
    ],
    [
      'a lease time',
      dhcp({ range: [{ start: '10.0.0.100', end: '10.0.0.200', lease: { expiry: 5 } }] }),
      [
        'DHCP range 10.0.0.100-10.0.0.200: lease expiry not set, lease unit not set → lease expiry 5, lease unit minutes',
      ],
    ],
    ['names', { dns: { host: [{ ip: '10.0.0.5', hostname: 'web' }] } }, ['DNS host web: web, www → web']],
    [
      'a name that is missing',
      { dns: { host: [{ ip: '10.0.0.6', hostname: 'db' }] } },
      ['DNS host db missing', 'DNS host web unmanaged'],
    ],
    ['a text', { dns: { txt: [{ name: 'a', value: '2' }] } }, ['DNS TXT a: 1 → 2']],
    [
      'a limit',
      { portgroup: [{ name: 'slow', bandwidth: { inbound: { average: 2000 } } }] },
      ['portgroup slow bandwidth inbound average: 1000 → 2000'],
    ],
    ['a length', { ip: [{ address: '10.0.0.1/25' }] }, ['ip 10.0.0.1 prefix: 24 → 25']],
    [
      'a second address',
      { ip: [{ address: '10.0.0.1/24' }, { address: 'fd00::1/64' }] },
      ['ip fd00::1 missing'],
    ],
    [
      'another subnet takes what does not fit with it',
      {
        ip: [{ address: '10.0.9.1/24', dhcp: { range: [{ start: '10.0.9.2', end: '10.0.9.9' }], host: [] } }],
      },
      [
        'ip 10.0.0.1 address: 10.0.0.1 → 10.0.9.1',
        'DHCP range 10.0.9.2-10.0.9.9 missing',
        'DHCP range 10.0.0.100-10.0.0.200 not desired',
        'reservation vm1 not desired',
        'reservation vm2 not desired',
      ],
    ],
  ])('%s', (_case, elements, lines) => {
    expect(linesOf(elements)).toEqual(lines);
  });

  test('an exclusive list holds nothing else', () => {
    const elements = dhcp({ host: [vm1], range: [{ start: '10.0.0.50', end: '10.0.0.60' }] });
    expect(linesOf(elements, ['ip.dhcp.host'])).toEqual([
      'DHCP range 10.0.0.50-10.0.0.60 missing',
      'reservation vm2 not desired',
      'DHCP range 10.0.0.100-10.0.0.200 unmanaged',
    ]);
    expect(linesOf(elements, true)).toContain('DHCP range 10.0.0.100-10.0.0.200 not desired');
  });

  test('a difference knows its side, its place and both entries', () => {
    const [difference] = compareNetworks(
      written(dhcp({ host: [{ mac: vm1.mac, ip: '10.0.0.12' }, vm2] })),
      stored,
      'live',
    );
    expect(difference).toEqual({
      kind: 'different',
      side: 'live',
      what: 'reservation vm1',
      before: '10.0.0.10',
      after: '10.0.0.12',
      at: 'ip.dhcp.host',
      parent: 0,
      desired: { mac: vm1.mac, name: 'vm1', ip: '10.0.0.12' },
      actual: vm1,
    });
  });

  test('what the live copy of a recorded network fills in is no difference', () => {
    const read = (side: string) =>
      parseNetwork(
        readFileSync(
          new URL(`../../recorded/net-dumpxml-libvirt-9.0-nat-${side}.xml`, import.meta.url),
          'utf8',
        ),
      );
    expect(compareNetworks(read('inactive'), read('live'), 'live')).toEqual([]);
    expect(compareNetworks(read('live'), read('inactive')).map(describeDifference)).toEqual([
      'forward nat port start: not set → 1024',
      'forward nat port end: not set → 65535',
    ]);
  });
});

function linesOf(elements: Elements, exclusive: Exclusive = []): string[] {
  const removals = { exclusive };
  const desired = written(elements);
  const lines = compareNetworks(desired, stored, 'persistent', removals).map(describeDifference);
  const merged = mergeNetwork(desired, stored, removals);
  const left = compareNetworks(desired, merged, 'persistent', removals).filter(
    ({ kind }) => kind !== 'unmanaged',
  );
  expect(left, 'after the merge nothing is left').toEqual([]);
  return lines;
}

function written(elements: Elements): Network {
  return networkSchema.parse({ name: 'lab', ...elements }) as Network;
}

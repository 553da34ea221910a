import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { networkSchema } from '../../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import type { NetworkUpdate } from '../../../src/libvirt/update/sections.ts';
import { applyUpdate } from '../../../src/libvirt/update/simulate-update.ts';
import type { Version } from '../../../src/versions/version.ts';

const OLD: Version = [9, 0, 0];
const sip = { service: 'sip', protocol: 'tcp', domain: 'lab', target: 'a', port: 5060 };
const stored = canonical(
  networkSchema.parse({
    name: 'lab',
    forward: { mode: 'nat' },
    dns: { host: { ip: '10.0.0.5', hostname: ['web', 'www'] }, txt: { name: 'a', value: '1' }, srv: sip },
    ip: [
      {
        address: '10.0.0.1/24',
        dhcp: {
          range: { start: '10.0.0.100', end: '10.0.0.200' },
          host: [
            { mac: '52:54:00:aa:00:01', name: 'vm1', ip: '10.0.0.10' },
            { mac: '52:54:00:aa:00:02', name: 'vm2', ip: '10.0.0.11' },
          ],
        },
      },
      { address: 'fd00::1/64' },
    ],
    portgroup: { name: 'slow' },
  }) as Network,
);

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
    ['a host known by its id only', 'delete', 'ip-dhcp-host', `<host id='0:1'/>`, 0],
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
      'a portgroup with tags but no trunk',
      'add-last',
      'portgroup',
      `<portgroup name='v'><vlan trunk='no'><tag id='1'/><tag id='2'/></vlan></portgroup>`,
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

test('a modified entry is stored as libvirt spells it', () => {
  const xml = `<portgroup name='slow' default='no' trustGuestRxFilters='yes'/>`;
  const after = applyUpdate(stored, { command: 'modify', section: 'portgroup', xml }, OLD);
  expect('network' in after && after.network.portgroup).toEqual([
    { name: 'slow', trustGuestRxFilters: 'yes' },
  ]);
});

test('an isolated network takes an interface and forgets it', () => {
  const isolated: Network = { name: 'lab' };
  const call = { command: 'add-last', section: 'forward-interface', xml: "<interface dev='eth1'/>" } as const;
  expect(applyUpdate(isolated, call, OLD)).toEqual({ network: isolated });
});

test('no record is added to a name service that is off', () => {
  const off: Network = { name: 'lab', dns: { enable: 'no' } };
  const call = { command: 'add-last', section: 'dns-txt', xml: "<txt name='a' value='1'/>" } as const;
  expect(applyUpdate(off, call, OLD)).toMatchObject({
    refused: expect.stringContaining('name service that is off'),
  });
});

test('what a portgroup cannot do in this mode is taken all the same', () => {
  const pool: Network = {
    name: 'lab',
    forward: { mode: 'private', dev: 'eth0', interface: [{ dev: 'eth0' }] },
  };
  const xml = "<portgroup name='a'><bandwidth><inbound average='1'/></bandwidth></portgroup>";
  expect(applyUpdate(pool, { command: 'add-last', section: 'portgroup', xml }, OLD)).toHaveProperty(
    'network',
  );
});

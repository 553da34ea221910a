import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { serializeNetwork } from '../../../src/libvirt/format/serialize.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';

const stored = (elements: Omit<Network, 'name'>) => canonical({ name: 'lab', ...elements });

test('writes libvirt’s order, quotes and indentation', () => {
  const network: Network = {
    name: 'lab',
    ip: [{ address: '10.0.0.1', prefix: 24 }],
    bridge: { name: 'virbr7' },
    forward: { dev: 'eth0' },
    'dnsmasq:options': { 'dnsmasq:option': [{ value: "x='1'" }] },
  };
  expect(serializeNetwork(canonical(network))).toBe(
    `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
  <name>lab</name>
  <forward dev='eth0' mode='nat'>
    <interface dev='eth0'/>
  </forward>
  <bridge name='virbr7' stp='on' delay='0'/>
  <ip address='10.0.0.1' prefix='24'>
  </ip>
  <dnsmasq:options>
    <dnsmasq:option value='x=&apos;1&apos;'/>
  </dnsmasq:options>
</network>
`,
  );
});

describe('forward', () => {
  test.each([
    ['without a mode is nat', {}, { mode: 'nat' }],
    ['none is no element', { mode: 'none' }, undefined],
    [
      'takes dev from the first interface',
      { mode: 'vepa', interface: [{ dev: 'a' }, { dev: 'b' }] },
      { dev: 'a' },
    ],
    ['has no dev beside a physical function', { mode: 'hostdev', pf: { dev: 'a' } }, { managed: 'no' }],
  ] as const)('%s', (_case, forward, expected) => {
    const found = stored({ forward: structuredClone(forward) as Network['forward'] & object }).forward;
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  test('a bridge of the host gets no spanning tree', () => {
    expect(stored({ forward: { mode: 'bridge' }, bridge: { name: 'br0' } }).bridge).toEqual({ name: 'br0' });
  });
});

test.each<[string, Omit<Network, 'name'>, Omit<Network, 'name'>]>([
  [
    'the MAC address of the bridge is in lower case',
    { mac: { address: '12:34:56:78:9A:B' } },
    { mac: { address: '12:34:56:78:9a:0b' } },
  ],
  [
    'the uuid has dashes',
    { uuid: '81FF0D90C91E674264DA4A736EDB9A9B' },
    { uuid: '81ff0d90-c91e-6742-64da-4a736edb9a9b' },
  ],
  ['mtu 0 is none', { mtu: { size: 0 } }, {}],
  ['ipv6 no is the default', { ipv6: 'no' }, {}],
  ['empty elements are gone', { dns: {}, port: {}, bandwidth: { inbound: {} } }, {}],
  [
    'several tags are a trunk',
    { vlan: { tag: [{ id: 1 }, { id: 2 }] } },
    { vlan: { trunk: 'yes', tag: [{ id: 1 }, { id: 2 }] } },
  ],
  ['one tag is none', { vlan: { trunk: 'no', tag: [{ id: 1 }] } }, { vlan: { tag: [{ id: 1 }] } }],
  [
    'default no is the default',
    { portgroup: [{ name: 'a', default: 'no' }] },
    { portgroup: [{ name: 'a' }] },
  ],
  [
    'IPv6 is short',
    { dns: { host: [{ ip: 'FD00:0::0:1', hostname: ['a'] }] } },
    { dns: { host: [{ ip: 'fd00::1', hostname: ['a'] }] } },
  ],
  [
    'bootp alone is lost',
    { ip: [{ address: '10.0.0.1', dhcp: { bootp: { file: 'x' } } }] },
    { ip: [{ address: '10.0.0.1' }] },
  ],
  [
    'a lease for ever has no unit, another has one',
    {
      ip: [
        {
          address: '10.0.0.1',
          dhcp: {
            range: [
              { start: '10.0.0.2', end: '10.0.0.3', lease: { expiry: 0, unit: 'hours' } },
              { start: '10.0.0.4', end: '10.0.0.5', lease: { expiry: 5 } },
            ],
          },
        },
      ],
    },
    {
      ip: [
        {
          address: '10.0.0.1',
          dhcp: {
            range: [
              { start: '10.0.0.2', end: '10.0.0.3', lease: { expiry: 0 } },
              { start: '10.0.0.4', end: '10.0.0.5', lease: { expiry: 5, unit: 'minutes' } },
            ],
          },
        },
      ],
    },
  ],
])('%s', (_case, written, expected) => {
  expect(stored(written)).toEqual({ name: 'lab', bridge: { stp: 'on', delay: 0 }, ...expected });
});

test('metadata declares its namespaces before anything else', () => {
  const metadata = '<a:b c="1" xmlns:a="urn:a"><a:d e="2" xmlns:q="urn:q" q:f="3"/></a:b>';
  expect(stored({ metadata }).metadata).toBe(`
    <a:b xmlns:a="urn:a" c="1">
      <a:d xmlns:q="urn:q" e="2" q:f="3"/>
    </a:b>
  `);
});

test('metadata is indented as libvirt does', () => {
  const metadata = '<a:b xmlns:a="urn:a">  <a:c><a:d/></a:c><a:e>text <a:f/></a:e>\n</a:b>';
  expect(serializeNetwork(stored({ metadata, forward: { mode: 'bridge' } }))).toBe(`<network>
  <name>lab</name>
  <metadata>
    <a:b xmlns:a="urn:a">
      <a:c>
        <a:d/>
      </a:c>
      <a:e>text <a:f/></a:e>
    </a:b>
  </metadata>
  <forward mode='bridge'/>
</network>
`);
});

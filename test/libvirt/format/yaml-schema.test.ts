import { expect, test } from 'vitest';
import * as z from 'zod';
import { networkElements, networkSchema } from '../../../src/libvirt/format/yaml-schema.ts';

test('shorthands become the form of the model', () => {
  const written = {
    name: 'lab',
    domain: { name: 'lab.example', localOnly: true },
    bridge: { stp: false },
    dns: { host: { ip: '10.0.0.5', hostname: 'web' } },
    ip: [{ address: '10.0.0.1/24' }, { address: 'fd00::1/64' }],
    route: { address: '10.9.0.0/16', gateway: '10.0.0.2' },
    forward: { mode: 'hostdev', address: { type: 'pci', bus: '0x11', function: 1 } },
  };
  expect(networkSchema.parse(written)).toEqual({
    name: 'lab',
    domain: { name: 'lab.example', localOnly: 'yes' },
    bridge: { stp: 'off' },
    dns: { host: [{ ip: '10.0.0.5', hostname: ['web'] }] },
    ip: [
      { address: '10.0.0.1', prefix: 24 },
      { family: 'ipv6', address: 'fd00::1', prefix: 64 },
    ],
    route: [{ address: '10.9.0.0', prefix: 16, gateway: '10.0.0.2' }],
    forward: { mode: 'hostdev', address: [{ type: 'pci', bus: 17, function: 1 }] },
  });
});

test.each<[string, object, object]>([
  ['forward', { forward: 'nat' }, { forward: { mode: 'nat' } }],
  [
    'interface',
    { forward: { interface: ['a', 'b'] } },
    { forward: { interface: [{ dev: 'a' }, { dev: 'b' }] } },
  ],
  ['pf', { forward: { pf: 'eth0' } }, { forward: { pf: { dev: 'eth0' } } }],
  [
    'NAT ports',
    { forward: { nat: { port: '1000-2000' } } },
    { forward: { nat: { port: { start: 1000, end: 2000 } } } },
  ],
  ['bridge', { bridge: 'virbr5' }, { bridge: { name: 'virbr5' } }],
  ['mtu', { mtu: 9000 }, { mtu: { size: 9000 } }],
  ['mac', { mac: '52:54:00:00:00:01' }, { mac: { address: '52:54:00:00:00:01' } }],
  ['domain', { domain: 'example.org' }, { domain: { name: 'example.org' } }],
  ['ip', { ip: '10.0.9.1/24' }, { ip: [{ address: '10.0.9.1', prefix: 24 }] }],
  ['several ips', { ip: ['10.0.9.1/24', 'fd00::1/64'] }, { ip: [{ prefix: 24 }, { family: 'ipv6' }] }],
  [
    'range and bootp',
    { ip: { address: '10.0.9.1', tftp: '/srv', dhcp: { range: '10.0.9.10 - 10.0.9.99', bootp: 'pxe' } } },
    {
      ip: [
        {
          tftp: { root: '/srv' },
          dhcp: { range: [{ start: '10.0.9.10', end: '10.0.9.99' }], bootp: { file: 'pxe' } },
        },
      ],
    },
  ],
  ['dns', { dns: false }, { dns: { enable: 'no' } }],
  ['forwarder', { dns: { forwarder: '10.0.0.9' } }, { dns: { forwarder: [{ addr: '10.0.0.9' }] } }],
  ['vlan', { vlan: 7 }, { vlan: { tag: [{ id: 7 }] } }],
  ['trunk', { vlan: [7, { id: 8, nativeMode: 'tagged' }] }, { vlan: { tag: [{ id: 7 }, { id: 8 }] } }],
  ['virtualport', { virtualport: 'openvswitch' }, { virtualport: { type: 'openvswitch' } }],
  ['portgroup', { portgroup: ['a', 'b'] }, { portgroup: [{ name: 'a' }, { name: 'b' }] }],
  ['bandwidth', { bandwidth: { inbound: 1000 } }, { bandwidth: { inbound: { average: 1000 } } }],
  [
    'dnsmasq options',
    { 'dnsmasq:options': ['log-queries', 'no-hosts'] },
    { 'dnsmasq:options': { 'dnsmasq:option': [{ value: 'log-queries' }, { value: 'no-hosts' }] } },
  ],
])('the main value of %s may stand alone', (_case, written, model) => {
  expect(networkSchema.parse({ name: 'lab', ...written })).toMatchObject(model);
});

test.each([
  ['mtu', { mtu: '9000' }],
  ['forward', { forward: 'natt' }],
  ['ip', { ip: '10.0.9.256/24' }],
  ['route', { route: '10.9.0.0/16' }],
  ['range', { ip: { address: '10.0.9.1', dhcp: { range: '10.0.9.10' } } }],
])('what cannot be the main value of %s is no map', (_case, written) => {
  const result = networkSchema.safeParse({ name: 'lab', ...written });
  expect(result.error?.issues).toMatchObject([{ code: 'invalid_type', expected: 'object' }]);
});

test.each([
  ['a misspelt key', { ip: [{ adress: '10.0.0.1', address: '10.0.0.1' }] }, ['ip', 0], 'adress'],
  [
    'an address that is none',
    { ip: [{ address: '10.0.0.256/24' }] },
    ['ip', 0, 'address'],
    'must be an IPv4 or IPv6',
  ],
  [
    'a prefix given twice',
    { ip: [{ address: '10.0.0.1/24', prefix: 24 }] },
    ['ip', 0, 'address'],
    'must be an IPv4',
  ],
  ['a word out of the set', { forward: { mode: 'natt' } }, ['forward', 'mode'], 'must be one of nat, route'],
  ['a switch that is none', { bridge: { stp: 'maybe' } }, ['bridge', 'stp'], 'must be on or off'],
  [
    'text for a number',
    { mtu: { size: '9000' } },
    ['mtu', 'size'],
    'must be a whole number from 0 to 4294967295',
  ],
  ['a control character', { title: 'a\u0001b' }, ['title'], 'XML cannot carry'],
  ['broken metadata', { metadata: '<a>' }, ['metadata'], 'must be well-formed XML'],
  [
    'metadata that closes its element',
    { metadata: '</metadata><x/><metadata>' },
    ['metadata'],
    'well-formed',
  ],
])('refuses %s at its path', (_case, elements, path, message) => {
  const result = networkSchema.safeParse({ name: 'lab', ...elements });
  expect(result.error?.issues).toMatchObject([{ path, message: expect.stringContaining(message) }]);
});

test('every key has a description in the JSON schema, and the name is left to the module', () => {
  const schema = z.toJSONSchema(z.strictObject(networkElements), { io: 'input', target: 'draft-7' });
  expect(Object.keys(schema.properties ?? {})).not.toContain('name');
  let current = 0;
  const walk = (node: object) => {
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'properties') {
        if (typeof value === 'object' && value !== null) walk(value);
        continue;
      }
      for (const [name, property] of Object.entries(value)) {
        current += 1;
        expect(property, name).toHaveProperty('description');
        walk(property as object);
      }
    }
  };
  walk(schema);
  expect(current).toBeGreaterThan(100);
});

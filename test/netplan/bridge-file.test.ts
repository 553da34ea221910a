import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { bridgeArguments } from '../../src/bridge/arguments.ts';
import { bridgeFile } from '../../src/netplan/bridge-file.ts';
import { compileTemplate } from '../../src/template/handlebars/template.ts';

const path = new URL('../../templates/netplan-bridge.yaml.hbs', import.meta.url);
const template = compileTemplate(readFileSync(path, 'utf8'), 'netplan-bridge.yaml.hbs', 'yaml');
const schema = z.strictObject(bridgeArguments);

test('the file is the one that the template makes', () => {
  fc.assert(
    fc.property(anyBridge(), links(), (written, around) => {
      const given = { name: 'br0', ...schema.parse(written) };
      expect(bridgeFile(given, around)).toBe(rendered(given, { links: around }));
    }),
    { numRuns: 500 },
  );
});

test('maps without an entry are left out', () => {
  const given = { name: 'br0', ...schema.parse({ nameservers: {}, parameters: {}, bonds: {}, vlans: {} }) };
  expect(bridgeFile(given, [])).toBe(rendered({ name: 'br0', ...schema.parse({}) }, { links: [] }));
});

/** As the bridge module does with a template of the project: what was not written is null. */
function rendered(given: object, around: object): string {
  const unset = Object.fromEntries(Object.keys(bridgeArguments).map((key) => [key, null]));
  return template.render({ ...unset, ...given, bridge: given, ...around });
}

/** What is said of the links of the host. */
function links() {
  const match = some({
    name: fc.constantFrom('enp*', 'eth[01]'),
    macaddress: fc.constant('52:54:00:AA:bb:cc'),
    driver: fc.constantFrom(['virtio*'], ['e1000', 'ixgbe']),
  });
  const one = fc.record({
    name: fc.constantFrom('eth0', 'eth1', 'eno1', 'true', '1e3'),
    match: fc.option(match),
    mtu: fc.constantFrom(null, 68, 9000),
    silent: fc.boolean(),
  });
  return fc.uniqueArray(one, { maxLength: 3, selector: ({ name }) => name });
}

/** What a task may say, each argument left out now and then; no map is empty. */
function anyBridge() {
  const link = fc.constantFrom('eth0', 'eth2', 'bond0', 'yes', '0x1', 'v.10');
  const address = fc.constantFrom('192.0.2.1', '2001:db8::1');
  const cidr = address.map((one) => `${one}/24`);
  const text = fc
    .oneof(fc.constantFrom('example.org', 'a: b', '# no', 'ä"\\'), fc.string())
    .filter(isWritable);
  const parameters = some({
    stp: fc.boolean(),
    'forward-delay': fc.constantFrom(0, 15, '20s'),
    'hello-time': fc.constant(2),
    priority: fc.nat(65535),
    'path-cost': fc.dictionary(link, fc.integer({ min: 1, max: 65535 }), { minKeys: 1, maxKeys: 3 }),
    'port-priority': fc.dictionary(link, fc.nat(63), { minKeys: 1, maxKeys: 3 }),
  });
  const overrides = some({
    'use-dns': fc.boolean(),
    'use-domains': fc.constantFrom(true, false, 'route'),
    hostname: text,
    'route-metric': fc.nat(),
  });
  const route = fc.record(
    {
      to: fc.oneof(fc.constant('default'), cidr),
      via: address,
      metric: fc.constantFrom(0, 100),
      table: fc.constantFrom(1, 254),
      scope: fc.constantFrom('global', 'link'),
      'on-link': fc.boolean(),
    },
    { requiredKeys: ['to', 'via'] },
  );
  const match = some({
    name: fc.constantFrom('enp*', 'eth[01]'),
    macaddress: fc.constant('52:54:00:AA:bb:cc'),
    driver: fc.oneof(fc.constant('virtio*'), fc.constant(['e1000', 'ixgbe'])),
  });
  const host = {
    addresses: fc.array(cidr, { maxLength: 2 }),
    routes: fc.array(route, { maxLength: 2 }),
    nameservers: some({
      addresses: fc.array(address, { minLength: 1, maxLength: 2 }),
      search: fc.array(text, { minLength: 1, maxLength: 2 }),
    }),
    mtu: fc.constantFrom(68, 9000),
    macaddress: fc.constant('52:54:00:AA:bb:cc'),
    dhcp4: fc.boolean(),
    dhcp6: fc.boolean(),
    'dhcp4-overrides': overrides,
    'dhcp6-overrides': overrides,
    'link-local': fc.uniqueArray(fc.constantFrom('ipv4', 'ipv6')),
    'accept-ra': fc.boolean(),
    critical: fc.boolean(),
    optional: fc.boolean(),
  };
  const bond = fc.record(
    {
      interfaces: fc.uniqueArray(link, { minLength: 1, maxLength: 2 }),
      parameters: some({
        mode: fc.constantFrom('802.3ad', 'active-backup'),
        'up-delay': fc.nat(),
        primary: link,
      }),
      ...host,
    },
    { requiredKeys: ['interfaces'] },
  );
  const vlan = fc.record({ id: fc.nat(4094), link, ...host }, { requiredKeys: ['id', 'link'] });
  const byName = <T>(each: fc.Arbitrary<T>) => fc.dictionary(link, each, { minKeys: 1, maxKeys: 2 });
  return fc.record(
    {
      interfaces: fc.uniqueArray(link, { maxLength: 3 }),
      ...host,
      parameters,
      ethernets: byName(fc.record({ match })),
      bonds: byName(bond),
      vlans: byName(vlan),
      renderer: fc.constantFrom('networkd', 'NetworkManager'),
    },
    { requiredKeys: [] },
  );
}

/** Some of these keys, at least one. */
function some<T extends object>(entries: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(entries, { requiredKeys: [] }).filter((one) => Object.keys(one).length > 0);
}

function isWritable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

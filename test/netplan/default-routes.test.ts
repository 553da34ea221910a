import { expect, it } from 'vitest';
import { hasDefault, knowsDefault, withoutDefault } from '../../src/netplan/default-routes.ts';

const FILE = (four: string, six: string) => `network:
  version: 2
  bridges:
    br0:
      interfaces: [eth0]
      routes:
        - to: ${four}
          via: 10.0.0.1
        - to: ${six}
          via: fd00::1
          metric: 5
        - to: 10.9.0.0/16
          via: 10.0.0.2
`;

it('a netplan that knows no default gets the network of all addresses, of the family of the gateway', () => {
  expect(hasDefault(FILE('"default"', '10.0.0.0/8'))).toBe(true);
  const written = withoutDefault(FILE('"default"', 'default'));
  expect(hasDefault(written)).toBe(false);
  expect(written.replaceAll('"', '').replace('[ eth0 ]', '[eth0]')).toBe(FILE('0.0.0.0/0', '::/0'));
});

it('what has no default route is left as it is, letter for letter', () => {
  const text = FILE('0.0.0.0/0', '::/0').replace('[eth0]', '[  eth0  ]');
  expect(withoutDefault(text)).toBe(text);
});

// The flags of netplan 0.101 and 1.1.2, shortened.
it.each([
  ['NETPLAN_FEATURE_FLAGS = [\n    "dhcp-use-domains",\n    "activation-mode",\n]\n', false],
  ['NETPLAN_FEATURE_FLAGS = [\n    "generated-supplicant",\n    "default-routes",\n]\n', true],
  ['', true],
])('whether it does is among its own flags: %j', (text, is) => {
  const answer = { status: 0, stdout: Buffer.from(text), stderr: Buffer.from('') };
  expect(knowsDefault.parse([answer])).toBe(is);
});

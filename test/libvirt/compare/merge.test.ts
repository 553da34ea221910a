import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { mergeNetwork } from '../../../src/libvirt/compare/merge.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../../src/libvirt/format/serialize.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { anyNetwork } from '../arbitrary.ts';

const stored = `<network>
  <name>lab</name>
  <uuid>81ff0d90-c91e-6742-64da-4a736edb9a9b</uuid>
  <metadata>
    <a:owner xmlns:a="urn:a">ops</a:owner>
  </metadata>
  <forward dev='eth0' mode='nat'>
    <nat>
      <port start='2000' end='3000'/>
    </nat>
    <interface dev='eth0'/>
  </forward>
  <bridge name='virbr7' stp='on' delay='0'/>
  <mac address='52:54:00:11:22:33'/>
  <ip address='10.0.0.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='10.0.0.100' end='10.0.0.200'/>
      <host mac='52:54:00:AA:00:01' name='vm1' ip='10.0.0.10'/>
    </dhcp>
  </ip>
</network>
`;

test('everything that was not written survives, as it was', () => {
  const vm2 = { mac: '52:54:00:aa:00:02', ip: '10.0.0.11' };
  const merged = merge({ ip: [{ family: 'ipv4', address: '10.0.0.1', prefix: 24, dhcp: { host: [vm2] } }] });
  const added = `      <host mac='52:54:00:aa:00:02' ip='10.0.0.11'/>\n    </dhcp>`;
  expect(merged).toBe(stored.replace('    </dhcp>', added).replace('<ip a', `<ip family='ipv4' a`));
});

test('another length replaces the netmask', () => {
  expect(merge({ ip: [{ address: '10.0.0.1', prefix: 16 }] })).toContain(
    `<ip address='10.0.0.1' prefix='16'>`,
  );
});

test('dev is replaced where one interface is allowed', () => {
  expect(merge({ forward: { dev: 'eth9' } })).toBe(stored.replaceAll('eth0', 'eth9'));
});

test.each<[string, Network['forward'] & object, Omit<Network, 'name'>, string]>([
  ['to none', { mode: 'none' }, {}, stored.replace(/ {2}<forward[\s\S]*<\/forward>\n/, '')],
  [
    'to open',
    { mode: 'open' },
    {},
    stored.replace(/ {2}<forward[\s\S]*<\/forward>\n/, `  <forward mode='open'/>\n`),
  ],
  [
    'to a bridge of the host',
    { mode: 'bridge' },
    { bridge: { name: 'br0' } },
    `<network>
  <name>lab</name>
  <uuid>81ff0d90-c91e-6742-64da-4a736edb9a9b</uuid>
  <metadata>
    <a:owner xmlns:a="urn:a">ops</a:owner>
  </metadata>
  <forward mode='bridge'/>
  <bridge name='br0'/>
</network>
`,
  ],
])('a changed mode takes with it what the new one cannot have: %s', (_case, forward, elements, expected) => {
  const merged = merge({ forward, ...elements });
  const withoutDev =
    forward.mode === 'bridge'
      ? merged.replace(/ dev='eth0'|\n {4}<interface.*|\n {2}<\/forward>/g, '')
      : merged;
  expect(withoutDev.replace(`mode='bridge'>`, `mode='bridge'/>`)).toBe(expected);
});

test('laid over itself a stored network is the same', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const { connections: _, ...self } = canonical(network);
      const interfaces = self.forward?.interface?.map(({ dev }) => ({ dev }));
      if (self.forward && interfaces) self.forward.interface = interfaces;
      self.forward?.address?.forEach((each) => {
        delete each.connections;
      });
      fc.pre(new Set(self.forward?.interface?.map(({ dev }) => dev)).size === (interfaces?.length ?? 0));
      expect(mergeNetwork(self, self)).toEqual(self);
    }),
  );
});

function merge(elements: Omit<Network, 'name'>): string {
  return serializeNetwork(mergeNetwork({ name: 'lab', ...elements }, parseNetwork(stored)));
}

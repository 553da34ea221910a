import { expect, it } from 'vitest';
import { withoutDescribed } from '../../src/netplan/take-over.ts';

const desired = { name: 'br0', interfaces: ['eth1'], underlay: [], addresses: [] };

it('what is not taken over stays as it is written', () => {
  const text = (more: string) => `network:
  version: 2
  ethernets:
    # The uplink
    eth1:
      optional: yes${more}
      macaddress: 00:01:02:03:04:05
    eth2: { dhcp4: Off }
`;
  expect(withoutDescribed(text('\n      dhcp4: on'), desired, [])).toBe(text(''));
});

it('bonds and VLANs of the bridge are taken over with it', () => {
  const text =
    'network: { version: 2, bonds: { bond0: { interfaces: [eth1] } }, ethernets: { eth1: { dhcp4: on, mtu: 9000 } } }';
  const bond = { name: 'bond0', kind: 'bond' as const, interfaces: ['eth1'], addresses: [] };
  expect(withoutDescribed(text, { ...desired, interfaces: ['bond0'], underlay: [bond] }, [])).toBe(
    'network: { version: 2, ethernets: { eth1: { mtu: 9000 } } }\n',
  );
});

it('a port of another bridge or bond leaves it, with its values there', () => {
  const text = `network:
  version: 2
  bridges:
    brold:
      interfaces: [ eth1, eth2 ]
      parameters: { path-cost: { eth1: 5, eth2: 6 } }
`;
  expect(withoutDescribed(text, desired, [])).toBe(
    text.replace('eth1, eth2', 'eth2').replace('eth1: 5, ', ''),
  );
});

it('what finds ports of the bridge alone goes; what finds others too, or names them, stays', () => {
  const link = (name: string) => ({ name, mac: '52:54:00:00:00:01', driver: '' });
  const text = (match: string) =>
    `network: { version: 2, ethernets: { all: { match: { ${match} }, dhcp4: on }, eth9: {} } }\n`;
  const left = (match: string, ...names: string[]) => withoutDescribed(text(match), desired, names.map(link));
  expect(left('name: "eth*"', 'eth1')).toBe('network: { version: 2, ethernets: { eth9: {} } }\n');
  expect(left('name: "eth*"', 'eth1', 'eth2')).toBe(text('name: "eth*"'));
  expect(left('name: "en*"', 'eth1')).toBe(text('name: "en*"'));
  expect(
    withoutDescribed(text('name: "eth*"').replace('dhcp4', 'set-name: lan, dhcp4'), desired, [link('eth1')]),
  ).toContain('set-name: lan');
});

it('a port of which nothing is said has nothing to lose', () => {
  const text = 'network:\n  version: 2\n  ethernets:\n    eth1:\n';
  expect(withoutDescribed(text, desired, [])).toBe(text);
});

import { expect, it } from 'vitest';
import { isAlreadySaid } from '../../src/netplan/already-said.ts';

const OWN = `network:
  version: 2
  ethernets:
    "eth1":
      dhcp4: false
      dhcp6: false
  bridges:
    "br0":
      interfaces:
        - "eth1"
      dhcp4: false
      addresses:
        - "10.0.0.5/24"
      routes:
        - to: "default"
          via: "10.0.0.1"
      parameters:
        stp: false
        forward-delay: 4
`;

const file = (path: string, text: string) => ({ path: `/etc/netplan/${path}`, text });
const PORT = file('01-ports.yaml', 'network: { ethernets: { eth1: { optional: true, dhcp4: no } } }');
const bridge = (more = '') =>
  file(
    '50-bridge.yaml',
    `network:
  version: 2
  bridges:
    br0:
      interfaces: [eth1]
      addresses: [10.0.0.5/24]
      gateway4: 10.0.0.1
      parameters: { stp: off, forward-delay: 4s }
${more}`,
  );

it('the same in other words, and in several files, is said already', () => {
  expect(isAlreadySaid(OWN, [PORT, bridge()])).toBe(true);
  const second = file('90-more.yaml', 'network: { bridges: { br0: { parameters: { stp: false } } } }');
  expect(isAlreadySaid(OWN, [PORT, bridge(), second])).toBe(true);
});

it.each([
  ['one value more', [PORT, bridge('      mtu: 9000\n')]],
  ['no word of the port', [bridge()]],
  ['an address of the port', [file('01.yaml', 'network: { ethernets: { eth1: { dhcp4: yes } } }'), bridge()]],
  [
    'a later file',
    [PORT, bridge(), file('90.yaml', 'network: { bridges: { br0: { addresses: [10.0.0.6/24] } } }')],
  ],
  ['no file', []],
])('%s is something else', (_, files) => {
  expect(isAlreadySaid(OWN, files)).toBe(false);
});

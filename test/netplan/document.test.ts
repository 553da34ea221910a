import { expect, it } from 'vitest';
import { canonical, globalAddresses } from '../../src/bridge/kernel/addresses.ts';
import { documentFault } from '../../src/netplan/document.ts';

const GOOD = 'network: { version: 2, bridges: { br0: { interfaces: [] } } }';

it.each([
  [GOOD, undefined],
  [GOOD.replace('br0', 'br1'), 'It has no network.bridges.br0.'],
  [GOOD.replace('version: 2, ', ''), 'It does not say version: 2 below network.'],
  ['', 'It does not say version: 2 below network.'],
])('%j is a file of br0, or not: %j', (text, fault) => {
  expect(documentFault(text, 'br0')).toBe(fault);
});

it('what is no YAML says where', () => {
  expect(documentFault(`${GOOD} }`, 'br0')).toMatch(/line 1/);
});

it.each([
  ['10.0.0.1/24', '10.0.0.1/24'],
  ['2001:DB8:0:0::1/64', '2001:db8::1/64'],
  ['fd00:0:0:1:0:0:0:1/064', 'fd00:0:0:1::1/64'],
])('the kernel writes %s as %s', (written, kernel) => {
  expect(canonical(written)).toBe(kernel);
});

it('an address that counts on its link only is not among those that the kernel shows as global', () => {
  const written = ['FE80::1/64', '10.0.0.1/24', 'fe90::1/10', 'FD00::1/64', 'fec0::1/64'];
  expect(globalAddresses(written)).toEqual(['10.0.0.1/24', 'fd00::1/64']);
});

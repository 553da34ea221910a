import { expect, it } from 'vitest';
import { fits } from '../../../src/bridge/kernel/hardware.ts';

it.each([
  ['eth*', 'eth0', 'ath0'],
  ['eth?', 'eth0', 'eth10'],
  ['eth[0-3]', 'eth3', 'eth4'],
  ['eth[!0-3]', 'eth4', 'eth3'],
  ['eth[^0-3]', 'eth4', 'eth3'],
  ['eth[[:digit:]]', 'eth4', 'ethx'],
  ['eth[![:digit:]a-c]', 'ethx', 'ethb'],
  ['e[]t]h0', 'eth0', 'e[h0'],
  ['e.h0', 'e.h0', 'eth0'],
  ['[', '[', 'eth0'],
  ['e[a-z', 'e[a-z', 'ea'],
  ['eth[z-a1]*', 'eth1', 'eth0'],
])('%s is a pattern of %s, not of %s', (name, link, other) => {
  const found = (one: string) => fits({ name }, { name: one, mac: '', driver: '' });
  expect(found(other)).toBe(false);
  expect(found(link)).toBe(true);
});

import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addressOf,
  BadArgument,
  netmaskOf,
  networkOf,
  nthHost,
  prefixOf,
} from '../../../src/template/expression/addresses.ts';

test.each([
  ['10.0.0.0/24', 1, '10.0.0.1'],
  ['10.0.0.77/24', 10, '10.0.0.10'],
  ['10.0.0.0/24', -2, '10.0.0.254'],
  ['10.0.0.0/24', 255, '10.0.0.255'],
  ['10.0.255.0/23', 256, '10.0.255.0'],
  ['10.0.0.1/32', 0, '10.0.0.1'],
  ['0.0.0.0/0', -1, '255.255.255.255'],
  ['fd00::/64', 1, 'fd00::1'],
  ['fd00::/64', -1, 'fd00::ffff:ffff:ffff:ffff'],
  ['2001:db8:0:0:1::/80', 65536, '2001:db8::1:0:1:0'],
])('%s has number %i: %s', (cidr, n, address) => {
  expect(nthHost(cidr, n)).toBe(address);
});

test.each([
  ['10.0.0.5/24', '10.0.0.0/24', '10.0.0.5', 24],
  ['10.0.0.5/0', '0.0.0.0/0', '10.0.0.5', 0],
  ['FD00:0:0::00A/64', 'fd00::/64', 'fd00::a', 64],
  ['::ffff:10.0.0.1/128', '::ffff:a00:1/128', '::ffff:a00:1', 128],
  ['::/0', '::/0', '::', 0],
  ['1:2:3:4:5:6:7::/128', '1:2:3:4:5:6:7:0/128', '1:2:3:4:5:6:7:0', 128],
])('%s lies in %s', (cidr, network, address, prefix) => {
  expect([networkOf(cidr), addressOf(cidr), prefixOf(cidr)]).toEqual([network, address, prefix]);
});

test.each([
  ['10.0.0.1/24', '255.255.255.0'],
  ['10.0.0.1/20', '255.255.240.0'],
  ['10.0.0.1/32', '255.255.255.255'],
  ['10.0.0.1/0', '0.0.0.0'],
])('%s has the netmask %s', (cidr, netmask) => {
  expect(netmaskOf(cidr)).toBe(netmask);
});

test.each([
  '10.0.0.1',
  '10.0.0.1/33',
  '10.0.0/24',
  '10.0.0.1/024',
  '10.0.0.01/24',
  '256.0.0.1/8',
  'fd00::/129',
  'fd00::%eth0/64',
  'x',
  '',
  '/24',
])('%j is no address with a prefix length', (text) => {
  expect(() => networkOf(text)).toThrow(BadArgument);
});

test('what a network does not have is refused', () => {
  expect(() => nthHost('10.0.0.0/24', 256)).toThrow(BadArgument);
  expect(() => nthHost('10.0.0.0/24', -257)).toThrow(BadArgument);
  expect(() => netmaskOf('fd00::/64')).toThrow(BadArgument);
});

test('an IPv6 address is the same however it is written', () => {
  const groups = fc.array(fc.constantFrom(0, 0, 0, 1, 0xfff, 0xffff), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, (parts) => {
      const long = parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
      const short = addressOf(`${long}/64`);
      expect(isIPv6(short)).toBe(true);
      expect(short.length).toBeLessThanOrEqual(long.length);
      expect(addressOf(`${short}/64`)).toBe(short);
      expect(new URL(`http://[${long}]`).hostname).toBe(`[${short}]`);
    }),
  );
});

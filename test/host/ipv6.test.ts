import { expect, it } from 'vitest';
import { canonical, canonicalAddress } from '../../src/bridge/kernel/addresses.ts';
import { shortIpv6 } from '../../src/host/ipv6.ts';

// What `ip -o -6 addr show` printed on Debian 12 for each address that was given to a dummy link.
it.each([
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['::ffff:a00:1', '::ffff:10.0.0.1'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['::a00:1', '::10.0.0.1'],
  ['::1:2:3', '::1:2:3'],
  ['fd00:0:0:1::', 'fd00:0:0:1::'],
])('%s is written %s', (written, shown) => {
  expect(shortIpv6(written)).toBe(shown);
  expect(canonical(`${written}/64`)).toBe(`${shown}/64`);
  expect(canonicalAddress(`${written}/64`)).toBe(shown);
});

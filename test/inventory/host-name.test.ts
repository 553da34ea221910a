import { expect, it } from 'vitest';
import { hostNameFault, isPatternOfOne } from '../../src/inventory/host-name.ts';

it.each(['hv01', 'hv01.example.org', '::1', 'fe80::1%eth0', '192.0.2.1', 'web*', 'übung', 'a_b'])(
  'a pattern of its name means this host: %s',
  (name) => {
    expect([hostNameFault(name), isPatternOfOne(name)]).toEqual([undefined, true]);
  },
);

it.each(['!hv01', '&hv01', '@failed', '~hv.*', 'hv01,hv09', 'a,', '-x', ''])(
  'is no name of a host, since a pattern of it would mean others: %j',
  (name) => {
    expect(hostNameFault(name)).toMatch(/^It (begins with|has a comma|is empty)/);
  },
);

it.each(['hv01:hv09', 'hv01 hv09', ' hv01'])('is a name that a pattern divides: %j', (name) => {
  expect([hostNameFault(name), isPatternOfOne(name)]).toEqual([undefined, false]);
});

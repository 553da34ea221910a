import { expect, it } from 'vitest';
import { dnsmasqArguments } from '../../src/dnsmasq/arguments.ts';
import { plainArguments, plainLines } from '../../src/dnsmasq/plain-options.ts';

it('an option has one form', () => {
  const names = Object.keys(plainArguments);
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => Object.hasOwn(dnsmasqArguments, name))).toEqual([]);
});

it('options are written once for each of their values', () => {
  const given = { 'strict-order': true, dnssec: false, 'neg-ttl': 0, ipset: ['/a/x', '/b/y'], port: 53 };
  expect(plainLines(given)).toEqual(['strict-order', 'ipset=/a/x', 'ipset=/b/y', 'neg-ttl=0']);
});

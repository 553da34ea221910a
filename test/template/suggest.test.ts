import { expect, test } from 'vitest';
import { didYouMean } from '../../src/template/suggest.ts';

test.each([
  ['brigde_name', ['bridge_name', 'bridge'], 'bridge_name'],
  ['Name', ['name'], 'name'],
  ['mt', ['mtu', 'x'], 'mtu'],
  ['host', ['hosts', 'ghost'], 'hosts'],
])('%s', (name, known, expected) => {
  expect(didYouMean(name, known)).toEqual({ hint: `Did you mean \`${expected}\`?` });
});

test.each([
  ['a', ['b']],
  ['address', ['netmask']],
  ['mtu', []],
])('nothing is near %s', (name, known) => {
  expect(didYouMean(name, known)).toEqual({});
});

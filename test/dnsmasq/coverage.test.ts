import { expect, it } from 'vitest';
import { type Coverage, uncovered } from '../../src/dnsmasq/coverage.ts';

const HOST = {
  links: ['br0', 'br1', 'lo'],
  routes: [
    { destination: { address: '10.0.0.0', prefix: 24 }, device: 'br0' },
    { destination: { address: 'fd00::', prefix: 64 }, device: 'br0' },
    { destination: { address: '10.9.0.0', prefix: 16 }, device: 'br0', gateway: '10.0.0.2' },
  ],
};
const of = (given: Partial<Coverage>) =>
  uncovered(
    { interface: ['br0'], 'bind-interfaces': false, 'dhcp-range': [], 'dhcp-host': [], ...given },
    HOST,
  );
const NOTHING = { failures: [], warnings: [] };

it.each<Partial<Coverage>>([
  { 'dhcp-range': [{ start: '10.0.0.2', end: '10.0.0.9' }] },
  { 'dhcp-range': [{ start: '10.0.0.0' }] },
  { 'dhcp-range': [{ start: 'fd00::2', end: 'fd00::9', prefix: 64 }] },
  { 'dhcp-range': [{ start: '::2', end: '::9', 'construct-from': 'br0' }] },
  // Nothing is known of a link without addresses.
  { interface: ['br1'], 'dhcp-range': [{ start: '10.5.0.2', end: '10.5.0.9' }] },
  { interface: ['br*'], 'dhcp-host': [{ mac: [], ip: ['10.0.0.5', '[::5]', '[fd00::5]'] }] },
  { interface: [] },
])('%j is covered', (given) => {
  expect(of(given)).toEqual(NOTHING);
});

it.each([
  [{ start: '10.5.0.2', end: '10.5.0.9' }, 'dhcp-range 10.5.0.2 to 10.5.0.9'],
  [{ start: '10.0.0.2', end: '10.0.1.9' }, 'dhcp-range 10.0.0.2 to 10.0.1.9'],
  [{ start: '10.9.0.2', end: '10.9.0.9' }, 'dhcp-range 10.9.0.2 to 10.9.0.9'],
])('the range %j is outside, and fails; with a netmask it is only warned of', (range, text) => {
  const where = `${text} is outside of the networks of br0, which has 10.0.0.0/24 and fd00::/64`;
  expect(of({ 'dhcp-range': [range] })).toEqual({
    failures: [`${where}: nobody there would get an address.`],
    warnings: [],
  });
  expect(of({ 'dhcp-range': [{ ...range, netmask: '255.255.255.0' }] })).toEqual({
    failures: [],
    warnings: [`${where}: only a relay can ask for it.`],
  });
});

it('a reservation outside is warned of', () => {
  const { failures, warnings } = of({ 'dhcp-host': [{ mac: [], ip: ['10.5.0.5'] }] });
  expect(failures).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/^dhcp-host 10\.5\.0\.5 is outside .*: nobody will get it\.$/),
  ]);
});

it('a link that is not there is warned of with its neighbour, and fails where it must be there', () => {
  const said = 'This host has no interface br00: nobody is served there until it comes. Did you mean `br0`?';
  const given = { interface: ['br00'], 'dhcp-range': [{ start: '10.5.0.2', end: '10.5.0.9' }] };
  expect(of(given)).toEqual({ failures: [], warnings: [said] });
  expect(of({ ...given, 'bind-interfaces': true })).toEqual({ failures: [said], warnings: [] });
});

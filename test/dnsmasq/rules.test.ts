import { expect, it } from 'vitest';
import { misfits } from '../../src/dnsmasq/rules.ts';

const GIVEN = { interface: ['br0'], 'listen-address': [], 'dhcp-range': [], 'dhcp-host': [] };
const host = (mac: string, ip: string, name?: string) => ({ mac: [mac], ip: [ip], name });

it('an address that is reserved twice is found, whatever its spelling', () => {
  const hosts = [
    host('52:54:00:00:00:01', '10.0.0.5', 'web'),
    host('52:54:00:00:00:02', '10.0.0.5', 'db'),
    host('52:54:00:00:00:03', '[fd00::5]'),
    host('52:54:00:00:00:03', '[fd00:0::5]'),
    host('52:54:00:00:00:01', '10.0.0.6'),
  ];
  expect(misfits({ ...GIVEN, 'dhcp-host': hosts })).toEqual([
    {
      at: ['dhcp-host', 1],
      detail: '10.0.0.5 is reserved twice: for web, 52:54:00:00:00:01 and for db, 52:54:00:00:00:02.',
      hint: 'Give one of them another address. Two cards of one machine are one entry: mac: ["52:54:00:00:00:01", "52:54:00:00:00:02"].',
    },
    {
      at: ['dhcp-host', 3],
      detail: 'fd00::5 is reserved twice: for 52:54:00:00:00:03 and for 52:54:00:00:00:03.',
      hint: 'Give one of them another address.',
    },
  ]);
});

it.each([
  [{ start: '10.0.0.2', end: 'fd00::9' }, 'end'],
  [{ start: '10.0.0.2', end: '10.0.0.9', prefix: 24 }, 'prefix'],
  [{ start: 'fd00::2', end: 'fd00::9', netmask: '255.255.255.0' }, 'netmask'],
])('of the range %j the %s does not fit', (range, key) => {
  expect(misfits({ ...GIVEN, 'dhcp-range': [range] }).map(({ at }) => at)).toEqual([['dhcp-range', 0, key]]);
});

it.each([
  { start: '10.0.0.2', end: '10.0.0.9', netmask: '255.255.255.0' },
  { start: 'fd00::2', end: 'fd00::9', prefix: 64 },
  // dnsmasq turns it around.
  { start: '10.0.0.9', end: '10.0.0.2' },
])('the range %j is one', (range) => {
  expect(misfits({ ...GIVEN, 'dhcp-range': [range] })).toEqual([]);
});

import { expect, it } from 'vitest';
import { blackoutFault, holds } from '../../src/schedule/blackout.ts';

it.each([
  // Each day, over midnight.
  ['22:00', '04:00', '2026-11-28T21:59:59Z', false],
  ['22:00', '04:00', '2026-11-28T22:00:00Z', true],
  ['22:00', '04:00', '2026-11-29T03:59:59Z', true],
  ['22:00', '04:00', '2026-11-29T04:00:00Z', false],
  ['02:00', '04:00', '2026-11-29T03:00:00Z', true],
  // Each week, from its last day into its first.
  ['Sat 22:00', 'Sun 04:00', '2026-11-28T21:59:00Z', false],
  ['Sat 22:00', 'Sun 04:00', '2026-11-28T22:00:00Z', true],
  ['Sat 22:00', 'Sun 04:00', '2026-11-29T03:59:00Z', true],
  ['Sat 22:00', 'Sun 04:00', '2026-11-29T04:00:00Z', false],
  ['Sat 22:00', 'Sun 04:00', '2026-11-27T23:00:00Z', false],
  ['Mon 08:00', 'Fri 18:00', '2026-11-25T23:00:00Z', true],
  // Once.
  ['2026-12-24 18:00', '2026-12-26 08:00', '2026-12-25T00:00:00Z', true],
  ['2026-12-24 18:00', '2026-12-26 08:00', '2026-12-26T08:00:00Z', false],
  ['2026-12-24 18:00', '2026-12-26 08:00', '2027-12-25T00:00:00Z', false],
])('from %s to %s, at %s: %s', (from, to, time, expected) => {
  expect(holds({ from, to, timezone: 'UTC' }, Date.parse(time))).toBe(expected);
});

it.each([
  // 22:00 in Berlin is 21:00 UTC in winter and 20:00 in summer.
  ['2026-11-28T21:00:00Z', true],
  ['2026-11-28T20:59:00Z', false],
  ['2026-07-04T20:00:00Z', true],
  ['2026-07-04T19:59:00Z', false],
])('goes by the clock of its time zone: %s is %s', (time, expected) => {
  const berlin = { from: 'Sat 22:00', to: 'Sun 04:00', timezone: 'Europe/Berlin' };
  expect(holds(berlin, Date.parse(time))).toBe(expected);
});

it.each([
  ['22:00', '04:00', undefined],
  ['Sat 22:00', 'Sun 04:00', undefined],
  ['2026-12-24 18:00', '2026-12-26 08:00', undefined],
  ['22:00', 'Sun 04:00', '22:00 and Sun 04:00 are of two kinds'],
  ['22:00', '22:00', 'it begins when it ends'],
  ['2026-12-26 18:00', '2026-12-24 08:00', 'it ends before it begins'],
  ['2026-13-01 18:00', '2027-12-24 08:00', 'there is no day 2026-13-01'],
])('from %s to %s: %s', (from, to, fault) => {
  expect(blackoutFault({ from, to })).toBe(fault);
});

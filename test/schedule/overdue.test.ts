import { expect, it } from 'vitest';
import { duration, durationText } from '../../src/duration.ts';
import { overdue } from '../../src/schedule/overdue.ts';

const HOURLY = { cron: '0 * * * *', timezone: 'UTC' };
const WORKDAYS = { cron: '0 8 * * 1-5', timezone: 'UTC' };
const ran = (started: string, ended = started) => ({ started, ended });

it.each([
  ['a check that began when it was due', HOURLY, '2026-11-28T13:00:04Z', '2026-11-28T14:59:59Z', false],
  ['one that was due twice since', HOURLY, '2026-11-28T13:00:04Z', '2026-11-28T15:00:00Z', true],
  ['a weekend without a check', WORKDAYS, '2026-11-27T08:00:01Z', '2026-11-30T08:00:01Z', false],
  ['a Monday without one', WORKDAYS, '2026-11-27T08:00:01Z', '2026-12-01T08:00:00Z', true],
] as const)('%s', (_, timing, started, now, isOverdue) => {
  const why = overdue(timing, ran(started), Date.parse(now));
  expect(why).toBe(isOverdue ? 'it was due twice since the last check' : undefined);
});

it('max-age counts from the end of the last check', () => {
  const timing = { ...HOURLY, maxAge: 3 * 3_600_000 };
  const last = ran('2026-11-28T10:00:00Z', '2026-11-28T10:30:00Z');
  expect(overdue(timing, last, Date.parse('2026-11-28T13:30:00Z'))).toBeUndefined();
  expect(overdue(timing, last, Date.parse('2026-11-28T13:30:01Z'))).toBe(
    'the last check ended more than 3h ago',
  );
});

it('a check that never came to its end is overdue', () => {
  expect(overdue(HOURLY, undefined, 0)).toBe('no check of it came to its end');
});

it.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['3h', 10_800_000],
  ['8d', 691_200_000],
  ['2w', 1_209_600_000],
])('%s is %s ms and back', (text, milliseconds) => {
  expect([duration(text), durationText(milliseconds)]).toEqual([milliseconds, text]);
});

it.each(['5', 'm', '-5m', '1.5h', '5 m'])('%s is no time', (text) => {
  expect(duration(text)).toBeUndefined();
});

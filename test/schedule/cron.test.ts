import { describe, expect, it } from 'vitest';
import { cronFault, cronValues, everyCron, lastDue, nextDue } from '../../src/schedule/cron.ts';

const at = (time: string) => Date.parse(time);
const times = (all: readonly number[]) => all.map((one) => new Date(one).toISOString());

it.each([
  ['1m', '* * * * *'],
  ['15m', '*/15 * * * *'],
  ['60m', '0 * * * *'],
  ['1h', '0 * * * *'],
  ['6h', '0 */6 * * *'],
  ['24h', '0 0 * * *'],
  ['1d', '0 0 * * *'],
  ['1w', '0 0 * * 1'],
  ['7m', undefined],
  ['90m', undefined],
  ['5h', undefined],
  ['2d', undefined],
  ['0h', undefined],
  ['hourly', undefined],
])('every %s is %s', (every, cron) => {
  expect(everyCron(every)).toBe(cron);
});

it.each([
  ['0 4 * * 0', undefined],
  ['0-30/10,45 */6 1,15 1-6 7', undefined],
  ['* * * *', 'it has five fields: minute, hour, day of the month, month, day of the week'],
  ['@daily', 'it has five fields: minute, hour, day of the month, month, day of the week'],
  ['0 0 L * *', 'L is none of *, 5, 1-5, */10, 0-30/10 and lists of these'],
  ['0 0 * * mon', 'mon is none of *, 5, 1-5, */10, 0-30/10 and lists of these'],
  ['60 * * * *', 'Invalid value for minute: 60'],
  ['30-10 * * * *', "From value is larger than to value: '30-10'"],
  ['0 0 30 2 *', 'there is no such day'],
])('%s: %s', (cron, fault) => {
  expect(cronFault(cron)).toBe(fault);
});

it('fields stand for values; Sunday is 0 and 7', () => {
  const all = ([0, 1, 2, 3, 4] as const).map((index) => cronValues('0-30/10,45 */6 1,15 * 5-7', index));
  expect(all).toEqual([[0, 10, 20, 30, 45], [0, 6, 12, 18], [1, 15], undefined, [0, 5, 6]]);
});

describe('what is due', () => {
  it('is so next and was so last; a due time counts as passed at once', () => {
    const hourly = { cron: '15 * * * *' };
    expect(times([nextDue(hourly, at('2026-11-28T14:15:00Z'))])).toEqual(['2026-11-28T15:15:00.000Z']);
    expect(times(lastDue(hourly, at('2026-11-28T14:15:00Z'), 2))).toEqual([
      '2026-11-28T14:15:00.000Z',
      '2026-11-28T13:15:00.000Z',
    ]);
  });

  it('goes by the clock of its time zone, also where that changes', () => {
    const berlin = { cron: '0 4 * * *', timezone: 'Europe/Berlin' };
    const saturday = nextDue(berlin, at('2026-10-23T22:00:00Z'));
    expect(times([saturday, nextDue(berlin, saturday)])).toEqual([
      '2026-10-24T02:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ]);
  });

  it('on days of the month or of the week is so on either', () => {
    const either = { cron: '0 4 13 * 5', timezone: 'UTC' };
    const first = nextDue(either, at('2026-12-05T00:00:00Z'));
    expect(times([first, nextDue(either, first)])).toEqual([
      '2026-12-11T04:00:00.000Z',
      '2026-12-13T04:00:00.000Z',
    ]);
  });
});

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nextDue, type Timing } from '../../../src/schedule/cron.ts';
import { calendars } from '../../../src/schedule/forms/calendar.ts';

const CASES: readonly [Timing, readonly string[]][] = [
  [{ cron: '* * * * *' }, ['*-*-* *:*:00']],
  [{ cron: '0 * * * *' }, ['*-*-* *:0:00']],
  [{ cron: '*/15 * * * *' }, ['*-*-* *:0/15:00']],
  [{ cron: '0 */6 * * *' }, ['*-*-* 0/6:0:00']],
  [{ cron: '5,35 8-18/5 * * 1-5' }, ['Mon,Tue,Wed,Thu,Fri *-*-* 8,13,18:5,35:00']],
  [{ cron: '0 4 * * 0' }, ['Sun *-*-* 4:0:00']],
  [{ cron: '0 4 * * 5-7' }, ['Sun,Fri,Sat *-*-* 4:0:00']],
  [{ cron: '0 0 1,15 */2 *' }, ['*-1/2-1,15 0:0:00']],
  [{ cron: '30 3 29 2 *' }, ['*-2-29 3:30:00']],
  [{ cron: '0 4 13 * 5' }, ['*-*-13 4:0:00', 'Fri *-*-* 4:0:00']],
  [{ cron: '0 4 * * *', timezone: 'Europe/Berlin' }, ['*-*-* 4:0:00 Europe/Berlin']],
];

it.each(CASES)('%j', (timing, expected) => {
  expect(calendars(timing)).toEqual(expected);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe.skipIf(!hasSystemd)('systemd is due when cron is', () => {
  /** The week has the end of daylight saving in Berlin. */
  const BASE = '2026-10-21 12:00:00 UTC';
  const COUNT = 12;

  it.each(CASES)('%j', (timing) => {
    const times = calendars(timing).flatMap((calendar) => elapses(calendar, BASE, COUNT));
    const first = [...new Set(times)].toSorted((a, b) => a - b).slice(0, COUNT);
    const due: number[] = [];
    while (due.length < first.length)
      due.push(nextDue({ timezone: 'UTC', ...timing }, due.at(-1) ?? Date.parse(BASE)));
    expect(first.length).toBeGreaterThan(2);
    expect(due).toEqual(first);
  });
});

/** When systemd itself says that a calendar elapses. */
function elapses(calendar: string, base: string, count: number): number[] {
  const words = ['calendar', `--base-time=${base}`, `--iterations=${count}`, calendar];
  const { stdout } = spawnSync('systemd-analyze', words, {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  });
  const found = stdout.matchAll(/(?:Next elapse|Iter(?:ation|\.) #\d+): \w{3} (\S+) (\S+) UTC/g);
  return [...found].map(([, day, time]) => Date.parse(`${day}T${time}Z`));
}

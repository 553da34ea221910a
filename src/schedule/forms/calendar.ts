import { cronValues, type Timing } from '../cron.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/**
 * Fields of cron as values of OnCalendar of systemd.timer(5). Cron is due on days of the month or days of the week
 * where both are given, systemd where both fit: there are two values then.
 */
export function calendars({ cron, timezone }: Timing): string[] {
  const [minute, hour, day, month] = ([0, 1, 2, 3] as const).map((index) => component(cron, index));
  const weekdays = cronValues(cron, 4)?.map((value) => DAYS[value]);
  const time = `${hour}:${minute}:00${timezone === undefined ? '' : ` ${timezone}`}`;
  const date = `*-${month}-${day} ${time}`;
  if (!weekdays) return [date];
  const ofWeek = `${weekdays.join(',')} *-${month}-* ${time}`;
  return day === '*' ? [ofWeek] : [date, ofWeek];
}

function component(cron: string, index: 0 | 1 | 2 | 3): string {
  const step = /^\*\/(\d+)$/.exec(cron.split(' ')[index] ?? '');
  if (step) return `${index < 2 ? 0 : 1}/${step[1]}`;
  return cronValues(cron, index)?.join(',') ?? '*';
}

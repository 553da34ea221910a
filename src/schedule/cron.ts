import { Cron } from 'croner';

/** When something is due: five fields of cron, in a time zone, or in that of this machine. */
export interface Timing {
  cron: string;
  timezone?: string | undefined;
}

/** Minute, hour, day of the month, month, day of the week: the least and the largest value. */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** What cron, systemd, GitHub, GitLab and Kubernetes all understand; croner takes more. */
const FIELD = /^((\*|\d+-\d+)(\/\d+)?|\d+)(,((\*|\d+-\d+)(\/\d+)?|\d+))*$/;

/** Why five fields of cron make no sense; undefined when they do. */
export function cronFault(cron: string): string | undefined {
  const fields = cron.split(' ');
  if (fields.length !== FIELDS.length)
    return 'it has five fields: minute, hour, day of the month, month, day of the week';
  const wrong = fields.find((field) => !FIELD.test(field));
  if (wrong !== undefined) return `${wrong} is none of *, 5, 1-5, */10, 0-30/10 and lists of these`;
  try {
    return scheduleOf({ cron }).nextRun() ? undefined : 'there is no such day';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
  }
}

/** The values that a field of cron stands for; undefined for all. */
export function cronValues(cron: string, index: 0 | 1 | 2 | 3 | 4): readonly number[] | undefined {
  const field = cron.split(' ')[index] ?? '*';
  if (field === '*') return undefined;
  const [least, most] = FIELDS[index];
  const values = field.split(',').flatMap((one) => {
    const [range = '', step = '1'] = one.split('/');
    const [from = least, to = range === '*' ? most : from] =
      range === '*' ? [least, index === 4 ? 6 : most] : range.split('-').map(Number);
    const count = Math.floor((to - from) / Number(step)) + 1;
    return Array.from({ length: count }, (_, position) => from + position * Number(step));
  });
  const days = index === 4 ? values.map((day) => day % 7) : values;
  return [...new Set(days)].toSorted((a, b) => a - b);
}

/** When it is due for the first time after `now` (milliseconds since 1970). */
export function nextDue(timing: Timing, now: number): number {
  const next = scheduleOf(timing).nextRun(new Date(now));
  if (!next) throw new Error(`${timing.cron} is never due`);
  return next.getTime();
}

/** When it was due in between, the oldest first, and `most` of them; all in milliseconds since 1970. */
export function duesBetween(
  timing: Timing,
  { after, until, most }: { after: number; until: number; most: number },
): number[] {
  const schedule = scheduleOf(timing);
  const times: number[] = [];
  let next = schedule.nextRun(new Date(after));
  while (next && next.getTime() <= until && times.length < most) {
    times.push(next.getTime());
    next = schedule.nextRun(next);
  }
  return times;
}

/** The last times when it was due until `now`, the newest first. */
export function lastDue(timing: Timing, now: number, count: number): number[] {
  return scheduleOf(timing)
    .previousRuns(count, new Date(now + 1))
    .map((time) => time.getTime());
}

/** Day of the month and day of the week: cron takes either, where both are given. */
function scheduleOf({ cron, timezone }: Timing): Cron {
  return new Cron(cron, {
    mode: '5-part',
    domAndDow: false,
    paused: true,
    ...(timezone !== undefined && { timezone }),
  });
}

/** The fields of cron for an interval of whole minutes, hours, days or weeks; undefined where it has none. */
export function everyCron(every: string): string | undefined {
  const [, count = '', unit] = /^(\d{1,4})([mhdw])$/.exec(every) ?? [];
  const number = Number(count);
  const step = (size: number) => (number === 1 ? '*' : number < size ? `*/${number}` : '0');
  if (number === 0) return undefined;
  if (unit === 'm' && 60 % number === 0) return `${step(60)} * * * *`;
  if (unit === 'h' && 24 % number === 0) return `0 ${step(24)} * * *`;
  if (unit === 'd' && number === 1) return '0 0 * * *';
  return unit === 'w' && number === 1 ? '0 0 * * 1' : undefined;
}

import type { Place } from '../problem.ts';

/** A time in which nothing is notified of some hosts. */
export interface Blackout {
  /** A pattern of hosts and groups. */
  hosts: string;
  from: string;
  to: string;
  /** The zone of `from` and `to`; absent for that of this machine. */
  timezone?: string | undefined;
  reason: string;
  place: Place;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** How a time can be written, from each day to once, and how the clock on the wall reads in the same way. */
const FORMS: readonly { like: RegExp; read(wall: Wall): string }[] = [
  { like: /^([01]\d|2[0-3]):[0-5]\d$/, read: ({ time }) => time },
  {
    like: /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) ([01]\d|2[0-3]):[0-5]\d$/,
    read: ({ day, time }) => `${day} ${time}`,
  },
  { like: /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d$/, read: ({ date, time }) => `${date} ${time}` },
];

/** What a clock on the wall shows: `2026-11-28`, `Sat`, `22:00`. */
interface Wall {
  date: string;
  day: string;
  time: string;
}

/** Whether `from` or `to` can be read. */
export function isBlackoutTime(text: string): boolean {
  return FORMS.some(({ like }) => like.test(text));
}

/** Why two times that can be read cannot be meant; undefined when they can. */
export function blackoutFault({ from, to }: Pick<Blackout, 'from' | 'to'>): string | undefined {
  const [form, other] = [from, to].map((text) => FORMS.find(({ like }) => like.test(text)));
  if (form !== other) return `${from} and ${to} are of two kinds`;
  if (from === to) return 'it begins when it ends';
  const isDated = form === FORMS[2];
  const day = [from, to].find((text) => isDated && Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`)));
  if (day !== undefined) return `there is no day ${day.slice(0, 10)}`;
  return isDated && from > to ? 'it ends before it begins' : undefined;
}

/** Whether a blackout holds at `now` (milliseconds since 1970): from `from` on, and before `to`. */
export function holds(
  { from, to, timezone }: Omit<Blackout, 'hosts' | 'reason' | 'place'>,
  now: number,
): boolean {
  const form = FORMS.find(({ like }) => like.test(from));
  if (!form) return false;
  const [begin, end, is] = [from, to, form.read(wallClock(now, timezone))].map(sortable) as [
    string,
    string,
    string,
  ];
  return begin < end ? begin <= is && is < end : begin <= is || is < end;
}

function sortable(text: string): string {
  const day = DAYS.indexOf(text.slice(0, 3));
  return day < 0 ? text : `${day}${text.slice(3)}`;
}

function wallClock(now: number, timeZone: string | undefined): Wall {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ hourCycle: 'h23', weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
    ...(timeZone !== undefined && { timeZone }),
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const { year, month, day, weekday = '', hour, minute } = parts;
  return { date: `${year}-${month}-${day}`, day: weekday, time: `${hour}:${minute}` };
}

/** Whether there is such a time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

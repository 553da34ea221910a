/** A time as it is written: microseconds since 1970 on the clock that shows it, and what is known of that clock. */
export interface ShownTime {
  micros: bigint;
  /** Seconds that it is ahead of UTC. */
  offset?: number | undefined;
  zone?: string | undefined;
  /** Whether `%f` stands for the microseconds. */
  hasMicros?: boolean;
}

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
];

type Field = (at: Date, time: ShownTime) => string | number;

/** Numbers: how many digits they have, and with what they are filled. */
const NUMBERS: Readonly<
  Record<string, readonly [value: (at: Date) => number, digits: number, fill: string]>
> = {
  d: [(at) => at.getUTCDate(), 2, '0'],
  e: [(at) => at.getUTCDate(), 2, ' '],
  m: [(at) => at.getUTCMonth() + 1, 2, '0'],
  y: [(at) => at.getUTCFullYear() % 100, 2, '0'],
  Y: [(at) => at.getUTCFullYear(), 1, '0'],
  C: [(at) => Math.floor(at.getUTCFullYear() / 100), 2, '0'],
  H: [(at) => at.getUTCHours(), 2, '0'],
  k: [(at) => at.getUTCHours(), 2, ' '],
  I: [(at) => at.getUTCHours() % 12 || 12, 2, '0'],
  l: [(at) => at.getUTCHours() % 12 || 12, 2, ' '],
  M: [(at) => at.getUTCMinutes(), 2, '0'],
  S: [(at) => at.getUTCSeconds(), 2, '0'],
  j: [dayOfYear, 3, '0'],
  w: [(at) => at.getUTCDay(), 1, '0'],
  u: [(at) => at.getUTCDay() || 7, 1, '0'],
  U: [(at) => Math.floor((dayOfYear(at) + 6 - at.getUTCDay()) / 7), 2, '0'],
  W: [(at) => Math.floor((dayOfYear(at) + 6 - ((at.getUTCDay() + 6) % 7)) / 7), 2, '0'],
  V: [(at) => isoWeek(at).week, 2, '0'],
  G: [(at) => isoWeek(at).year, 1, '0'],
  g: [(at) => isoWeek(at).year % 100, 2, '0'],
};

const TEXTS: Readonly<Record<string, Field>> = {
  a: (at) => (DAYS[at.getUTCDay()] ?? '').slice(0, 3),
  A: (at) => DAYS[at.getUTCDay()] ?? '',
  b: (at) => (MONTHS[at.getUTCMonth()] ?? '').slice(0, 3),
  h: (at) => (MONTHS[at.getUTCMonth()] ?? '').slice(0, 3),
  B: (at) => MONTHS[at.getUTCMonth()] ?? '',
  p: (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: (at) => (at.getUTCHours() < 12 ? 'am' : 'pm'),
  f: (_, { micros, hasMicros }) => (hasMicros ? microsOf(micros) : '%f'),
  z: (_, { offset }) => (offset === undefined ? '' : offsetText(offset, '')),
  Z: (_, { offset, zone }) => zone ?? (offset === undefined ? '' : zoneText(offset)),
  s: (at, { offset = 0 }) => Math.floor(at.getTime() / 1000) - offset,
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};

/** What stands for several of them, in the locale `C`. */
const SHORT: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** A time as `strftime` of Python writes it on Linux, with the flags of glibc: `%-d`, `%^a`. */
export function formatTime(format: string, time: ShownTime): string {
  const at = new Date(Number((time.micros - below(time.micros)) / 1000n));
  return format.replaceAll(/%([-_0^#]?)([A-Za-z%])/g, (written, flag: string, letter: string) => {
    const short = SHORT[letter];
    if (short !== undefined) return cased(formatTime(short, time), flag);
    const number = NUMBERS[letter];
    if (!number) return cased(String(TEXTS[letter]?.(at, time) ?? written), flag);
    const [value, digits, fill] = number;
    if (flag === '-') return String(value(at));
    return String(value(at)).padStart(digits, { _: ' ', 0: '0' }[flag] ?? fill);
  });
}

function cased(text: string, flag: string): string {
  return flag === '^' ? text.toUpperCase() : text;
}

/** `2024-01-31T12:00:00`, and the microseconds if there are any. */
export function isoDate(micros: bigint, separator: string): string {
  const date = new Date(Number((micros - below(micros)) / 1000n));
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const rest = below(micros) === 0n ? '' : `.${microsOf(micros)}`;
  return formatTime(`${year}-%m-%d${separator.replaceAll('%', '%%')}%H:%M:%S`, { micros }) + rest;
}

/** `+0130`, with a separator `+01:30`. */
export function offsetText(offset: number, separator: string): string {
  const [hours, minutes] = [Math.abs(offset) / 3600, (Math.abs(offset) / 60) % 60].map(Math.floor);
  const two = (value = 0) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(hours)}${separator}${two(minutes)}`;
}

function zoneText(offset: number): string {
  return offset === 0 ? 'UTC' : `UTC${offsetText(offset, ':')}`;
}

function below(micros: bigint): bigint {
  return ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
}

function microsOf(micros: bigint): string {
  return String(below(micros)).padStart(6, '0');
}

function dayOfYear(at: Date): number {
  const start = new Date(at).setUTCMonth(0, 1);
  return Math.round((at.getTime() - start) / 86_400_000) + 1;
}

/** The week of ISO 8601, which belongs to the year of its Thursday. */
function isoWeek(at: Date): { year: number; week: number } {
  const thursday = new Date(at);
  thursday.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}

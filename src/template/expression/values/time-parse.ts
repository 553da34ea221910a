import { Moment } from './moment.ts';
import { DAYS, MONTHS } from './time-format.ts';
import { ValueFault } from './value.ts';

const names = (all: readonly string[]) => all.join('|');
const short = (all: readonly string[]) => all.map((name) => name.slice(0, 3));

/** What each directive meets. Source: `TimeRE` in `_strptime.py` of Python 3.11, in the locale `C`. */
const MEETS: Readonly<Record<string, string>> = {
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '[0-9]{1,6}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]| [1-9]',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  S: '6[0-1]|[0-5]\\d|\\d',
  w: '[0-6]',
  u: '[1-7]',
  y: '\\d\\d',
  Y: '\\d{4}',
  z: '[+-]\\d\\d:?[0-5]\\d|Z',
  Z: 'utc|gmt',
  a: names(short(DAYS)),
  A: names(DAYS),
  b: names(short(MONTHS)),
  B: names(MONTHS),
  p: 'am|pm',
};

const STANDS_FOR: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** The moment that a text is, as `strptime` of Python reads it. Throws ValueFault. */
export function parseTime(text: string, format: string): Moment {
  const match = patternFor(format).exec(text);
  if (!match) throw new ValueFault(`the text ${JSON.stringify(text)} does not have the form ${format}`);
  const { groups = {} } = match;
  const number = (name: string) => (groups[name] === undefined ? undefined : Number(groups[name]));
  const [hour, second] = [hourOf(groups), number('S') ?? 0];
  const years = number('y');
  const year = number('Y') ?? (years === undefined ? 1900 : years + (years <= 68 ? 2000 : 1900));
  const date = new Date(0);
  const month = number('m') ?? monthOf(groups) ?? 1;
  const isByDay = groups.j !== undefined && groups.m === undefined && groups.d === undefined;
  date.setUTCFullYear(year, isByDay ? 0 : month - 1, isByDay ? number('j') : (number('d') ?? 1));
  const isThere = isByDay || date.getUTCMonth() === month - 1;
  if (!isThere || second > 59) throw new ValueFault(`there is no such date as ${JSON.stringify(text)}`);
  const seconds = date.getTime() / 1000 + hour * 3600 + (number('M') ?? 0) * 60 + second;
  const micros = Number((groups.f ?? '').padEnd(6, '0'));
  return new Moment(BigInt(seconds) * 1_000_000n + BigInt(micros), offsetOf(groups.z));
}

function patternFor(format: string): RegExp {
  const whole = format.replaceAll(/%([cxX])/g, (_, letter: string) => STANDS_FOR[letter] ?? '');
  const seen = new Set<string>();
  const source = whole.replaceAll(/%([\s\S]?)|\s+|[^%\s]/g, (part, letter: string | undefined) => {
    if (/^\s/.test(part)) return '\\s+';
    if (letter === undefined) return part.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    if (letter === '%') return '%';
    const meets = MEETS[letter];
    if (meets === undefined || seen.has(letter))
      throw new ValueFault(
        meets ? `%${letter} is in the form twice` : `the form has no directive %${letter}`,
      );
    seen.add(letter);
    return `(?<${letter}>${meets})`;
  });
  return new RegExp(`^${source}$`, 'i');
}

type Groups = Readonly<Record<string, string | undefined>>;

function hourOf({ H, I, p }: Groups): number {
  if (I === undefined) return Number(H ?? 0);
  return (Number(I) % 12) + (p?.toLowerCase() === 'pm' ? 12 : 0);
}

function monthOf({ b, B }: Groups): number | undefined {
  const name = (B ?? b)?.toLowerCase().slice(0, 3);
  return name === undefined ? undefined : short(MONTHS).findIndex((one) => one.toLowerCase() === name) + 1;
}

function offsetOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (written.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(written) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

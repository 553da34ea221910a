import { Moment } from '../values/moment.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { formatTime } from '../values/time-format.ts';
import { parseTime } from '../values/time-parse.ts';
import { float, isText, numberOf, plain, ValueFault } from '../values/value.ts';
import { amountOf, textOf } from './arguments.ts';
import { openOperation, operation } from './operation.ts';

/** What counts as now: when the run began, so that all its tasks agree. */
const STARTED = Date.now();

/** Milliseconds since 1970, as the clock of this machine shows them or that of UTC. */
function shown(time: number, isUtc: boolean) {
  const offset = isUtc ? 0 : -new Date(time).getTimezoneOffset() * 60;
  return { micros: BigInt(Math.trunc(time) + offset * 1000) * 1000n, offset };
}

/** `CET`, as this machine calls its zone at that time. */
function zoneAt(time: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(time);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The seconds up to the last moment that a Date can be (ECMA-262): in the year 275760. */
const LATEST = 8.64e12;

function secondsOf(value: unknown): number {
  const number =
    isText(value) && plain(value).trim() !== ''
      ? Number(plain(value))
      : numberOf(value)
        ? amountOf(value)
        : undefined;
  if (number === undefined || Number.isNaN(number))
    throw new ValueFault(`${strOf(value)} is no number of seconds since 1970`);
  if (Math.abs(number) > LATEST) throw new ValueFault(`${strOf(value)} seconds since 1970 are out of range`);
  return number;
}

/** Milliseconds of each unit; a month and a year are 30 and 365 days unless they are given. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:milliseconds?|msecs?|mseconds?)$/, 'ms'],
  [/^(?:secs?|seconds?)$/, 's'],
  [/^(?:mins?|minutes?)$/, 'm'],
  [/^hours?$/, 'h'],
  [/^days?$/, 'd'],
  [/^weeks?$/, 'w'],
  [/^months?$/, 'mo'],
  [/^years?$/, 'y'],
];

type Lengths = Readonly<Record<string, unknown>>;

function lengthOf(written: string, { month = 30, year = 365 }: Lengths): number {
  const unit = WORDS.find(([word]) => word.test(written))?.[1] ?? written;
  if (unit === 'mo') return amountOf(month) * (UNITS.d ?? 0);
  if (unit === 'y') return amountOf(year) * (UNITS.d ?? 0);
  const length = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  if (length === undefined)
    throw new ValueFault(`there is no unit ${written}`, `There are ${Object.keys(UNITS).join(', ')}, mo, y.`);
  return length;
}

/** `1h 30m` as a number of units. Source: community.general.to_time_unit of Ansible 7. */
function inUnits(value: unknown, unit: string, lengths: Lengths): unknown {
  const parts = textOf(value).split(/\s+/).filter(Boolean);
  const sum = parts.reduce((total, part) => {
    const [, amount, name] = /^(-?\d+)(\w+)/.exec(part) ?? [];
    if (name === undefined) throw new ValueFault(`${part} is no length of time`, 'Such as 1h or 30m.');
    return total + Number(amount) * lengthOf(name, lengths);
  }, 0);
  return float(Number((sum / lengthOf(unit, lengths)).toFixed(12)));
}

const inUnit = (unit: string) =>
  operation('month year', (value: unknown, [month, year]) => inUnits(value, unit, { month, year }));

export const TIMES = {
  to_datetime: operation('format', (value: unknown, [format]) =>
    parseTime(textOf(value), strOf(format ?? '%Y-%m-%d %H:%M:%S')),
  ),
  strftime: operation('second utc', (format: unknown, [second, utc]) => {
    const time = second === undefined || second === null ? STARTED : secondsOf(second) * 1000;
    const isUtc = truthOf(utc ?? false);
    const zone = isUtc ? 'GMT' : zoneAt(time);
    return formatTime(textOf(format, 'a form'), { ...shown(time, isUtc), zone });
  }),
  to_time_unit: operation('unit month year', (value: unknown, [unit, month, year]) =>
    inUnits(value, strOf(unit ?? 'ms'), { month, year }),
  ),
  to_milliseconds: inUnit('ms'),
  to_seconds: inUnit('s'),
  to_minutes: inUnit('m'),
  to_hours: inUnit('h'),
  to_days: inUnit('d'),
  to_weeks: inUnit('w'),
  to_months: inUnit('mo'),
  to_years: inUnit('y'),
};

/** `now(utc, fmt)`: the moment at which the run began, or its text. */
export const NOW = openOperation('utc fmt', (utc, { list, named }) => {
  const isUtc = truthOf(utc ?? named.utc ?? false);
  const { micros } = shown(STARTED, isUtc);
  const format = list[0] ?? named.fmt;
  if (format === undefined || format === null || !truthOf(format)) return new Moment(micros);
  return formatTime(strOf(format), { micros, hasMicros: true });
});

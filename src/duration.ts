const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The longest that a timer of Node waits, nearly 25 days in milliseconds: with more it does not wait at all. */
export const LONGEST_WAIT = 2 ** 31 - 1;

/** Milliseconds of `90s`, `5m`, `3h`, `8d` or `2w`; undefined for anything else. */
export function duration(written: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(written) ?? [];
  const one = UNITS[unit];
  return one === undefined ? undefined : Number(count) * one;
}

/** Milliseconds as they are written, in the largest unit that leaves no rest: `90m`, `3h`, `8d`. */
export function durationText(milliseconds: number): string {
  const fitting = Object.entries(UNITS).findLast(([, one]) => milliseconds % one === 0 && milliseconds > 0);
  return fitting ? `${milliseconds / fitting[1]}${fitting[0]}` : `${milliseconds / 1_000}s`;
}

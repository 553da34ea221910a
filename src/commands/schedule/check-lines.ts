import type { HistoryPlace } from '../../history/history-place.ts';
import { counted } from '../../report/fold.ts';
import { printable } from '../../report/printable.ts';
import { tableLines } from '../../report/table.ts';
import { when } from '../../report/when.ts';
import { wrapped } from '../../report/wrap.ts';
import type { Blackout } from '../../schedule/blackout.ts';

/** What checks are looked at with. */
export interface Looked {
  /** Milliseconds since 1970. */
  now: number;
  /** Milliseconds; undefined to count as schedule.yaml says. */
  maxAge: number | undefined;
  place: Exclude<HistoryPlace, { kind: 'none' }>;
}

/** A scheduled check at some moment. */
export interface CheckState {
  name: string;
  /** Where workers do it. */
  region?: string;
  /** Milliseconds since 1970. */
  next: number;
  /** When the last one began, or was due (ISO 8601). */
  last: string | undefined;
  result: string;
  /** The same as data. */
  told: object;
}

/** All checks, and what is wrong: with what, and why. */
export interface CheckStates {
  states: readonly CheckState[];
  wrong: readonly (readonly [about: string, why: string])[];
}

/** The page of `schedule check`. */
export function checkLines(
  { states, wrong }: CheckStates,
  blackouts: readonly Blackout[],
  width: number,
): string[] {
  const hasRegions = states.some(({ region }) => region !== undefined);
  const rows = states.map(({ name, region = '', next, last, result }) => [
    ...(hasRegions ? [name, region] : [name]),
    when(new Date(next).toISOString()),
    last ? when(last) : 'never',
    result,
  ]);
  const count = `${counted(wrong.length, 'thing')} ${wrong.length === 1 ? 'is' : 'are'} wrong:`;
  return [
    ...tableLines(['CHECK', ...(hasRegions ? ['REGION'] : []), 'NEXT', 'LAST', 'RESULT'], rows, width),
    ...blackouts.flatMap(({ hosts, to, timezone, reason }) => {
      const zone = timezone === undefined ? '' : ` (${timezone})`;
      return ['', ...wrapped(printable(`Blackout of ${hosts} until ${to}${zone}: ${reason}`), width)];
    }),
    ...(wrong.length > 0 ? ['', count] : []),
    ...wrong.flatMap(([about, why]) => wrapped(printable(`${about}: ${why}`), width, '  ')),
  ];
}

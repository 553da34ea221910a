import { durationText } from '../duration.ts';
import { lastDue, type Timing } from './cron.ts';

/** The last check that came to its end (ISO 8601). */
export interface Happened {
  started: string;
  ended: string;
}

/**
 * Why a check is overdue at `now` (milliseconds since 1970); undefined when it is not. Without `maxAge` (milliseconds)
 * it is so once it was due twice and did not begin.
 */
export function overdue(
  { maxAge, ...timing }: Timing & { maxAge?: number | undefined },
  last: Happened | undefined,
  now: number,
): string | undefined {
  if (!last) return 'no check of it came to its end';
  if (maxAge !== undefined)
    return now - Date.parse(last.ended) > maxAge
      ? `the last check ended more than ${durationText(maxAge)} ago`
      : undefined;
  const [, before] = lastDue(timing, now, 2);
  return before !== undefined && Date.parse(last.started) < before
    ? 'it was due twice since the last check'
    : undefined;
}

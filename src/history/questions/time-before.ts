import { duration } from '../../duration.ts';

/**
 * The time (ISO 8601) that `90d`, `36h`, `2w`, `30m` before `now` means, or a date or time as it is; a date is its
 * midnight in UTC. Undefined for anything else. `now` is in milliseconds since 1970.
 */
export function timeBefore(written: string, now: number): string | undefined {
  const length = duration(written);
  if (length !== undefined) return new Date(Math.max(0, now - length)).toISOString();
  if (!/^\d{4}-\d\d-\d\d/.test(written)) return undefined;
  const time = Date.parse(written);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

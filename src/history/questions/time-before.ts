const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * The time (ISO 8601) that `90d`, `36h`, `2w`, `30m` before `now` means, or a date or time as it is; a date is its
 * midnight in UTC. Undefined for anything else. `now` is in milliseconds since 1970.
 */
export function timeBefore(written: string, now: number): string | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(written) ?? [];
  if (count !== undefined) {
    const time = now - Number(count) * (UNITS[unit] ?? 0);
    return new Date(Math.max(0, time)).toISOString();
  }
  if (!/^\d{4}-\d\d-\d\d/.test(written)) return undefined;
  const time = Date.parse(written);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

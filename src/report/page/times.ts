import { type Html, html } from './html.ts';

/** A time of ISO 8601 as people read it, in UTC: who reads the page is perhaps in another place. */
export function utc(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

export function timeMark(time: string): Html {
  return html`<time datetime="${time}">${utc(time)}</time>`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long it is from one time to another, roughly: `3 days`, `5 hours`. */
export function span(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  const [unit, size] = UNITS.find(([, one]) => ms >= one * 2) ?? ['minute', 60_000];
  const count = Math.max(1, Math.round(ms / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

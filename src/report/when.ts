/** A time of ISO 8601 as people read it, of this machine's clock: `2026-11-28 14:03:20`. */
export function when(time: string): string {
  const local = new Date(time);
  const date = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())].join('-');
  return `${date} ${clock(time)}`;
}

/** The same without its day: `14:03:20`. */
export function clock(time: string): string {
  const local = new Date(time);
  return [local.getHours(), local.getMinutes(), local.getSeconds()].map(two).join(':');
}

/** How long something took: `8.4 s`, `2 min 5 s`, `1 h 12 min`. */
export function took(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : lasting(ms);
}

/** How long something goes on: `8 s`, `2 min 5 s`, `1 h 12 min`. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

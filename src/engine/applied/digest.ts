import { createHash } from 'node:crypto';

/**
 * A digest of what a module made of a task: the same whenever it means the same. Functions count for nothing. What is
 * desired of a host may hold sets, maps and bytes. Empty of what `isSecret`.
 */
export function digestOf(value: unknown, isSecret: (text: string) => boolean): string {
  const text = canonicalText(value);
  return isSecret(text) ? '' : createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** Data as text, the same whenever it means the same. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(plain(value)) ?? '';
}

function plain(value: unknown): unknown {
  if (typeof value === 'function') return undefined;
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return { bytes: value.toString('base64') };
  if (value instanceof RegExp) return { pattern: String(value) };
  if (value instanceof Set) return { set: [...value].map((one) => JSON.stringify(plain(one))).toSorted() };
  if (value instanceof Map) return { map: [...value].map((pair) => pair.map(plain)) };
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && typeof one !== 'function');
  return Object.fromEntries(entries.toSorted(byKey).map(([key, one]) => [key, plain(one)]));
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}

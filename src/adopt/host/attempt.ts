import { attempted, type Probe } from '../../plan/probe.ts';

/** What could not be read, and why. */
export interface Unread {
  unread: string;
}

/** A probe that a host need not be able to answer: the rest of it is read. */
export function attempt<T>(probe: Probe<T>): Probe<T | Unread> {
  const apart = { ...probe, key: `${probe.key}, if it can be read` };
  return attempted(apart, (why): Unread => ({ unread: why }));
}

export function isUnread(value: unknown): value is Unread {
  return typeof value === 'object' && value !== null && 'unread' in value;
}

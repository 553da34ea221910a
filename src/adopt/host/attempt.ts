import { type Probe, ProbeError } from '../../plan/probe.ts';

/** What could not be read, and why. */
export interface Unread {
  unread: string;
}

/** A probe that a host need not be able to answer: the rest of it is read. */
export function attempt<T>(probe: Probe<T>): Probe<T | Unread> {
  return {
    ...probe,
    key: `${probe.key}, if it can be read`,
    parse: (answers) => {
      try {
        return probe.parse(answers);
      } catch (error) {
        if (!(error instanceof ProbeError)) throw error;
        return { unread: error.message };
      }
    },
  };
}

export function isUnread(value: unknown): value is Unread {
  return typeof value === 'object' && value !== null && 'unread' in value;
}

import type { Alert } from '../history/alerts.ts';
import { stops } from '../plan/outcome.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import type { StateEvent } from './check.ts';

/**
 * What a check found a host to be: `unseen` where it never came to it, because the batch before failed or Ctrl-C ended
 * the check.
 */
export interface HostState {
  state: 'fine' | 'unreachable' | 'failed' | 'unseen';
  message?: string;
}

export function hostState(tasks: readonly TaskRecord[]): HostState {
  const gone = tasks.find(({ status }) => status === 'unreachable' || status === 'lost');
  if (gone) return { state: 'unreachable', ...reason(gone) };
  const failed = tasks.find(stops);
  if (failed) return { state: 'failed', ...reason(failed) };
  const isUnseen = tasks.length > 0 && tasks.every(({ status }) => status === 'not-started');
  return { state: isUnseen ? 'unseen' : 'fine' };
}

function reason({ task, status, message }: TaskRecord): { message?: string } {
  if (status === 'unreachable' || status === 'lost') return message === undefined ? {} : { message };
  return { message: message === undefined ? task : `${task}: ${message}` };
}

/** What changed for a host as a whole. */
export function hostEvents(
  host: string,
  { state, message }: HostState,
  known: Alert | undefined,
): StateEvent[] {
  if (state === 'unseen' || known?.state === state) return [];
  if (state === 'fine') return known ? [{ kind: 'back', host, lines: [], since: known.since }] : [];
  return [{ kind: state, host, lines: [], ...(message !== undefined && { message }) }];
}

/** What is known to be wrong with a host as a whole from then on; `now` is ISO 8601. */
export function hostAlerts(
  host: string,
  { state, message = '' }: HostState,
  known: Alert | undefined,
  now: string,
): Alert[] {
  if (state === 'fine') return [];
  if (state === 'unseen' || known?.state === state) return known ? [known] : [];
  return [{ host, resource: '', what: '', state, text: message, since: now }];
}

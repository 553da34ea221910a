import type { Outcome } from '../plan/outcome.ts';
import { Lost } from '../transport/session.ts';
import { Unreachable } from '../transport/unreachable.ts';
import { Interrupted, Unsettled } from './await-guards.ts';
import { explained, isAbort } from './connection/connection-failure.ts';

/** What an error means for the host that met it: its own failure, work that was called off, or a bug of ours. */
export interface HostFailure extends Pick<Outcome, 'status'> {
  kind: 'host' | 'aborted' | 'bug';
  message: string;
}

export function failureOf(error: unknown): HostFailure {
  if (error instanceof Unreachable) return { kind: 'host', status: 'unreachable', message: explained(error) };
  if (error instanceof Lost) {
    const message = `${error.message}. Nothing was being written.`;
    return { kind: 'host', status: 'unreachable', message };
  }
  if (error instanceof Unsettled)
    return {
      kind: error instanceof Interrupted ? 'aborted' : 'host',
      status: 'blocked',
      message: error.message,
    };
  const message = `This is a bug in Virtfleet: ${error instanceof Error ? error.message : String(error)}`;
  return { kind: isAbort(error) ? 'aborted' : 'bug', status: 'failed', message };
}

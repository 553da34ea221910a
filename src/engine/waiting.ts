import type { Waiting } from './host-reads.ts';
import type { HostReporter } from './host-reporter.ts';
import { GUARDS, outcomeOf } from './task-result.ts';

/** Reports that a host waits for the end of another run's guarded change. */
export function waitingOf(host: string, reporter: HostReporter, interrupted: () => boolean): Waiting {
  return {
    interrupted,
    begins: () => reporter.waiting('other-run'),
    ended: (message) => reporter.outcome(outcomeOf(host, GUARDS, { status: 'ok', message })),
  };
}

import type { Machine, PlannedCheck } from '../../../src/schedule/planned-check.ts';

/** A check that is due each hour. */
export function planned(rest: Partial<PlannedCheck> = {}): PlannedCheck {
  return {
    ...{ name: 'nightly', cron: '0 * * * *', jitter: 300_000, maxDuration: 3_600_000 },
    ...{ reports: [], secrets: [], variables: [] },
    ...rest,
  };
}

/** A machine with a project in /srv/networks. */
export function machine(rest: Partial<Machine> = {}): Machine {
  return {
    ...{ program: ['/usr/bin/env'], version: '1.2.3', folder: '/srv/networks', file: 'schedule.yaml' },
    isUser: false,
    ...rest,
  };
}

import type { StateEvent } from '../../src/notify/check.ts';
import type { Notification } from '../../src/notify/notification.ts';

export const EVENTS: readonly StateEvent[] = [
  { kind: 'gone', host: 'hv02', resource: 'network lab', lines: ['~ mtu: 1450 → 1400'], message: 'waived' },
  { kind: 'unreachable', host: 'hv09', lines: [], message: 'No route to host.' },
  ...['hv01', 'hv02', 'hv03'].map(
    (host): StateEvent => ({
      ...{ kind: 'new', host, resource: 'network lan', state: 'both' },
      ...{ lines: ['~ mtu: 1450 → 1400 [stored]'] },
    }),
  ),
];

/** A notification of several kinds of events. */
export function notification(events: readonly StateEvent[] = EVENTS): Notification {
  const about = { run: '7b7b6bfc-32d6', time: '2026-11-28T12:00:00.000Z', playbook: 'site.yaml' };
  return { ...about, virtfleet: '1.2.3', events, key: 'c0ffee' };
}

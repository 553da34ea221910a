import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type Alert, informed } from '../history/alerts.ts';
import type { History } from '../history/history.ts';
import type { StateEvent } from './check.ts';
import { notificationKey } from './notification.ts';
import type { Transitions } from './transitions.ts';

/** Which check it is: another playbook or inventory has other states. */
export interface CheckName {
  playbooks: readonly string[];
  inventory: readonly string[];
}

/**
 * Hands to `deliver` what `changes` since the receiver's last notification, if anything did; `key` is the same when the same is
 * delivered again. What could not be delivered is in the events of the next check. Rejects with the reason.
 */
export async function reportEvents(
  history: History,
  receiver: string,
  changes: (before: readonly Alert[]) => Transitions,
  deliver: (events: readonly StateEvent[], key: string) => Promise<void>,
): Promise<void> {
  await informed(history, receiver, async ({ alerts: before, reports }) => {
    const { events, alerts } = changes(before);
    if (events.length > 0) await deliver(events, notificationKey(receiver, reports, events));
    return { alerts, isReported: events.length > 0 };
  });
}

/** What a receiver of a check is called in the history: a digest, since a URL is as good as a password. */
export function receiverId(receiver: string, { playbooks, inventory }: CheckName): string {
  const names = [playbooks.map((path) => resolve(path)), inventory.map(sourceName)];
  return createHash('sha256')
    .update(JSON.stringify([receiver, ...names]))
    .digest('hex');
}

/** A list of hosts is no path. */
function sourceName(source: string): string {
  return source.includes(',') ? source : resolve(source);
}

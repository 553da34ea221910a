import type { Alert } from '../../history/alerts.ts';
import type { History } from '../../history/history.ts';
import type { HistoryPlace } from '../../history/history-place.ts';
import type { StateEvent } from '../../notify/check.ts';
import { runNotifyCommand } from '../../notify/command.ts';
import type { Notification } from '../../notify/notification.ts';
import { type Receiver, receiverName, webhookOf } from '../../notify/receiver.ts';
import { type CheckName, receiverId, reportEvents } from '../../notify/report-events.ts';
import { SENDING, send } from '../../notify/send.ts';
import { type Transitions, transitions } from '../../notify/transitions.ts';
import type { Evidence } from '../../plan/evidence.ts';
import type { Report } from '../../report/files/report.ts';
import { formatWarnings } from '../../report/problems.ts';
import type { Selection } from '../../run-request.ts';
import { PATIENCE } from '../../transport/retry.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';

interface Options {
  notify: readonly string[];
  notifyCommand: string | undefined;
}

/** Those whom the options name. Throws UsageError, before any host is contacted. */
export function receiversOf(
  { notify, notifyCommand }: Options,
  place: HistoryPlace,
  env: Io['local']['env'],
): Receiver[] {
  const webhooks = notify.map((written) => {
    try {
      return webhookOf(written, env);
    } catch (error) {
      const shown = /^[@$]/.test(written) ? ` ${written}` : '';
      throw new UsageError(`--notify${shown}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  const commands: Receiver[] =
    notifyCommand === undefined ? [] : [{ kind: 'command', command: notifyCommand }];
  const all = [...webhooks, ...commands];
  if (all.length > 0 && place.kind === 'none')
    throw new UsageError(
      '--notify reports what changes, and needs a history to know it: leave out --history none.',
    );
  return all;
}

/** What receivers are notified of. */
export interface Notified {
  /** What changed since a receiver was notified last. */
  changes(before: readonly Alert[]): Transitions;
  /** When that was found (ISO 8601). */
  time: string;
  name: CheckName;
  about: Pick<Notification, 'run' | 'playbook' | 'project' | 'virtfleet'>;
}

/**
 * Delivers to each receiver what changed since its last notification. What fails is a warning, and the next check delivers
 * it. Resolves to who did not get it, in sentences.
 */
export async function notify(
  receivers: readonly Receiver[],
  place: HistoryPlace,
  { changes, time, name, about }: Notified,
  io: Io,
): Promise<string[]> {
  const failed = await Promise.all(
    receivers.map(async (receiver) => {
      const written = receiver.kind === 'webhook' ? receiver.url.href : receiver.command;
      const deliver = (events: readonly StateEvent[], key: string) => {
        const notification = { ...about, time, events, key };
        if (receiver.kind === 'command') return runNotifyCommand(receiver.command, notification);
        return send(receiver, notification, { ...PATIENCE, ...SENDING }, io.signal);
      };
      try {
        await withHistory(place, (history) =>
          reportEvents(history, receiverId(`${receiver.kind} ${written}`, name), changes, deliver),
        );
        return [];
      } catch (error) {
        const problem = undelivered(receiver, error);
        io.err(formatWarnings([problem], io));
        return [problem.detail];
      }
    }),
  );
  return failed.flat();
}

/** A check as receivers get it. */
export function checkedBy(
  { record, findings = [], virtfleet }: Report,
  { playbooks, inventory, limit, tags, skipTags }: Selection,
  { evidence, silenced }: { evidence: ReadonlyMap<string, Evidence>; silenced: ReadonlySet<string> },
): Notified {
  const { hosts, tasks, ended: time, run, playbook } = record;
  const searched = new Set([...evidence].flatMap(([host, { unmanaged }]) => (unmanaged ? [host] : [])));
  const hasAllTasks = tags.length + skipTags.length === 0;
  const hasAllHosts = limit === undefined;
  const check = { hosts, tasks, findings, searched, silenced, hasAllTasks, hasAllHosts, time };
  return {
    changes: (before) => transitions(check, before),
    ...{ time, name: { playbooks, inventory }, about: { run, playbook, virtfleet } },
  };
}

/** Whether something changed since the last quiet check. Where that cannot be known, all that is wrong is new. */
export async function hasEvents(place: HistoryPlace, { changes, name }: Notified): Promise<boolean> {
  let found = false;
  try {
    await withHistory(place, (history) =>
      reportEvents(history, receiverId('page', name), changes, async () => {
        found = true;
      }),
    );
    return found;
  } catch {
    return changes([]).events.length > 0;
  }
}

async function withHistory<T>(place: HistoryPlace, work: (history: History) => Promise<T>): Promise<T> {
  if (place.kind === 'none') throw new Error('no history is kept');
  const { openHistory } = await import('../../history/history.ts');
  const history = await openHistory(place);
  try {
    return await work(history);
  } finally {
    await history.destroy();
  }
}

function undelivered(receiver: Receiver, error: unknown) {
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: 'notification-not-delivered',
    summary: 'A change of state was not reported',
    detail: `${receiverName(receiver)} did not get it. ${why.replace(/\.?$/, '.')}`,
    hint: 'The next check reports it.',
  };
}

import { randomUUID } from 'node:crypto';
import { overdueTransitions } from '../../notify/overdue.ts';
import type { Io } from '../command.ts';
import { notify, receiversOf } from '../execution/notifying.ts';
import { historyOf } from '../execution/recording.ts';
import { type Chosen, scheduleFile } from './asked.ts';
import type { CheckStates } from './check-lines.ts';
import { historyNamed } from './history-named.ts';
import type { Schedule } from './schedule-file.ts';

/** Notifies once of what is wrong, such as a check that is overdue, and once when it is over. `now` is in milliseconds since 1970. */
export async function notifyOverdue(
  wrong: CheckStates['wrong'],
  { schedule, options, now }: { schedule: Schedule; options: Chosen; now: number },
  io: Io,
): Promise<void> {
  const place = historyOf(historyNamed(schedule, options), io);
  const receivers = receiversOf(options, place, io.local.env);
  const late = new Map<string, string>();
  for (const [about, why] of wrong) late.set(about, [late.get(about) ?? [], why].flat().join(' '));
  const time = new Date(now).toISOString();
  const file = scheduleFile(options);
  const isShared = schedule.regions.size > 0;
  const notified = {
    changes: (before: Parameters<typeof overdueTransitions>[1]) =>
      overdueTransitions(late, before, { time, ...(isShared && { kinds: ['alarm', 'over'] }) }),
    ...{ time, name: { playbooks: [file], inventory: [] } },
    about: {
      run: randomUUID(),
      playbook: file,
      ...(isShared && { project: schedule.project }),
      virtfleet: io.version,
    },
  };
  await notify(receivers, place, notified, io);
}

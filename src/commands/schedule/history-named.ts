import type { Chosen } from './asked.ts';
import { seenFrom } from './check-options.ts';
import type { Schedule } from './schedule-file.ts';

/** The history that the options name, else that of schedule.yaml, as `--history` is written. */
export function historyNamed({ history, folder }: Schedule, options: Chosen): string | undefined {
  const { history: asked } = options;
  if (asked !== undefined || history === undefined || isNoFile(history)) return asked ?? history;
  return seenFrom(folder, history);
}

/** Whether a history is kept in no file of this machine. */
export function isNoFile(history: string): boolean {
  return history === 'none' || /^postgres(ql)?:\/\//.test(history);
}

import { webhookOf } from '../../notify/receiver.ts';
import type { Io } from '../command.ts';
import { driftOptions } from '../schedule/check-options.ts';
import type { Schedule } from '../schedule/schedule-file.ts';

/** The webhooks of a check, as they are written. */
interface Webhooks {
  usable: readonly string[];
  /** Why each of the others cannot be used here. */
  faults: readonly string[];
}

/**
 * What of `notify` of a check this machine can use. A check is done without the others, and that is an alarm: hosts that
 * nobody looks at are worse than a notice that nobody gets.
 */
export function webhooksOf(name: string, notify: readonly string[], env: Io['local']['env']): Webhooks {
  const usable: string[] = [];
  const faults: string[] = [];
  for (const written of notify)
    try {
      webhookOf(written, env);
      usable.push(written);
    } catch (error) {
      const shown = /^[@$]/.test(written) ? ` ${written}` : '';
      const why = error instanceof Error ? error.message : String(error);
      faults.push(`schedule.yaml has notify${shown} for ${name}, which this worker cannot use: ${why}`);
    }
  return { usable, faults };
}

/** What a worker lacks for checks that it will be asked to do, so that it is known before the first one is due. */
export function webhookFaults({ checks, folder }: Schedule, env: Io['local']['env']): string[] {
  return [...checks].flatMap(([name, { job, options }]) => {
    // Only drift notifies.
    if (job.kind !== 'drift') return [];
    const { notify } = driftOptions(options, {}, { folder, secretAt: () => undefined });
    return webhooksOf(name, notify, env).faults;
  });
}

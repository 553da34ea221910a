import { systemdUnits } from '../../src/schedule/forms/systemd.ts';

/** Stands for the instance until the text is there: `%` itself would be escaped. */
const INSTANCE = 'virtfleet-instance';

/**
 * `virtfleet@NAME.timer` and the service that it starts: each hour the check NAME of /etc/virtfleet/schedule.yaml, in the
 * same sandbox as what `virtfleet schedule install` writes.
 */
export function unitTemplates(): Record<string, string> {
  const check = {
    ...{ name: INSTANCE, cron: '0 * * * *', timezone: undefined, jitter: 300_000, maxDuration: 3_600_000 },
    ...{ reports: [], secrets: [], variables: [] },
  };
  const machine = {
    ...{ program: ['/usr/bin/virtfleet'], version: '', folder: '/etc/virtfleet', file: 'schedule.yaml' },
    isUser: false,
  };
  const [timer, service] = systemdUnits(check, machine, '').map(({ text }) =>
    text.replaceAll(INSTANCE, '%i'),
  );
  if (timer === undefined || service === undefined) throw new Error('systemd needs a timer and a service');
  return {
    'usr/lib/systemd/system/virtfleet@.timer': timer,
    'usr/lib/systemd/system/virtfleet@.service': service,
  };
}

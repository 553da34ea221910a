import { quote } from '../../plan/quote.ts';
import { type FormFile, type Machine, type PlannedCheck, unitName } from '../planned-check.ts';

/** A line for `crontab -e`. */
export function cronLine(check: PlannedCheck, machine: Machine): FormFile {
  return { text: `${check.cron} ${command(check, machine)}\n` };
}

/** A file of /etc/cron.d, whose lines name a user. */
export function cronFile(check: PlannedCheck, machine: Machine): FormFile {
  const text = `${check.cron} ${machine.runAs ?? 'root'} ${command(check, machine)}\n`;
  return { path: cronPath(check), text };
}

/** Where a check has its file. */
export function cronPath(check: Pick<PlannedCheck, 'name'>): string {
  return `/etc/cron.d/${unitName(check)}`;
}

/** For the shell; % is a line end to cron: crontab(5). */
function command({ name }: PlannedCheck, { program, folder, file }: Machine): string {
  const from = file === 'schedule.yaml' ? [] : ['--schedule', file];
  const run = quote([...program, 'schedule', 'run', name, '--jitter', ...from]);
  return `cd ${quote([folder])} && ${run}`.replaceAll('%', '\\%');
}

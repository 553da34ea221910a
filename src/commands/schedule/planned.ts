import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FORM_OF } from '../../schedule/forms/forms.ts';
import type { FormFile, Machine, PlannedCheck } from '../../schedule/planned-check.ts';
import { UsageError } from '../declaration/option.ts';
import { type Asked, scheduleFile } from './asked.ts';
import { secretsOf, variablesOf } from './check-options.ts';
import { isNoFile } from './history-named.ts';

/** What starts a check, in the form that the options name. `isInstalled`: as it is installed. Throws UsageError. */
export function formFiles(asked: Asked, isInstalled: boolean): FormFile[] {
  const { options, io } = asked;
  const { form } = options;
  if (options.user && form !== 'systemd') throw new UsageError('--user belongs to --form systemd.');
  if (options.user && options.runAs !== undefined)
    throw new UsageError('--user and --run-as are two ways to say who runs it: leave out one of them.');
  const check = plannedCheck(asked);
  const machine = machineOf(asked);
  refuseUnwritable(check, machine);
  const fault = FORM_OF[form].fault(check, machine);
  if (fault !== undefined) throw new UsageError(`${form} cannot start ${check.name}: ${fault}`);
  const of = FORM_OF[form];
  if (isInstalled && 'installed' in of) return of.installed(check, machine);
  return of.files(check, machine, { units: unitFolder(options.user, io.local) });
}

/** Each is written on one line, between words: more lines would be settings of a unit or jobs of cron. */
function refuseUnwritable(check: PlannedCheck, machine: Machine): void {
  const { secrets, reports, history = '', variables } = check;
  const { folder, file, program, runAs = '' } = machine;
  const broken = [...secrets, ...reports, history, folder, file, ...program].find((text) =>
    /\p{Cc}|\\$/u.test(text),
  );
  const bad =
    broken ?? variables.find((name) => !/^\w+$/.test(name)) ?? (/\s/.test(runAs) ? runAs : undefined);
  if (bad !== undefined)
    throw new UsageError(
      `what starts ${check.name} cannot have ${JSON.stringify(bad)} in it: write another name.`,
    );
}

/** The folder of units: systemd.unit(5), "Unit File Load Path". */
export function unitFolder(isUser: boolean, { home, env }: Asked['io']['local']): string {
  if (!isUser) return '/etc/systemd/system';
  const config = env['XDG_CONFIG_HOME'];
  return join(config?.startsWith('/') ? config : join(home, '.config'), 'systemd/user');
}

function plannedCheck({ name, check, schedule: { history, folder } }: Asked): PlannedCheck {
  const { cron, timezone, jitter, maxDuration, reports, options } = check;
  return {
    ...{ name, cron, timezone, jitter, maxDuration },
    reports: Object.values(reports).filter((path) => path !== undefined),
    junit: reports['junit'],
    // A program that prints a password is run where it is.
    secrets: secretsOf(options).filter((path) => !isProgram(resolve(folder, path))),
    variables: variablesOf(options),
    history: history === undefined || isNoFile(history) ? undefined : history,
  };
}

function isProgram(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
}

function machineOf({ schedule, options, io }: Asked): Machine {
  const { runAs, image, user: isUser } = options;
  return {
    ...{ program: io.program, version: io.version, folder: resolve(schedule.folder), runAs, image, isUser },
    file: basename(scheduleFile(options)),
  };
}

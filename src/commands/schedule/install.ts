import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { systemMessage } from '../../inventory/read-text.ts';
import { quote } from '../../plan/quote.ts';
import { FORM_OF } from '../../schedule/forms/forms.ts';
import { foreignFault, marked } from '../../schedule/installed-file.ts';
import type { FormFile } from '../../schedule/planned-check.ts';
import { UsageError } from '../declaration/option.ts';
import { type Asked, type Chosen, type Named, scheduleFile } from './asked.ts';
import { formFiles, unitFolder } from './planned.ts';

/** Prints what starts a check. */
export function printForm(asked: Asked): number {
  asked.io.out(shown(formFiles(asked, false)));
  return 0;
}

/** Shows and writes what starts a check, and starts its timer. Throws UsageError; then nothing was written. */
export function installCheck(asked: Asked): number {
  const files = installable(asked).map(({ path, text }) => ({ path, text: marked(text, ownerOf(asked)) }));
  const paths = files.map(({ path }) => path);
  refuseForeign(paths, asked);
  asked.io.out(shown(files));
  const units = timersOf(paths);
  const commands = units.length > 0 ? [['daemon-reload'], ['enable', '--now', ...units]] : [];
  if (asked.options.check) return told(asked, commands);
  for (const { path, text } of files) written(path, () => write(path, text));
  return done(asked, commands);
}

/** Removes what `installCheck` wrote, and ends its timer. Throws UsageError; then nothing was removed. */
export function removeCheck(asked: Named): number {
  const { name, options, io } = asked;
  const places = FORM_OF[options.form].paths({ name }, { units: unitFolder(options.user, io.local) });
  const files = places.map((path) => located(path, options)).filter((path) => existsSync(path));
  if (files.length === 0) throw new UsageError(`${name} is not installed with --form ${options.form}.`);
  refuseForeign(files, asked);
  io.out(files.map((path) => `${path}\n`).join(''));
  const units = timersOf(files);
  const disable = units.length > 0 ? [['disable', '--now', ...units]] : [];
  const reload = options.form === 'systemd' ? [['daemon-reload']] : [];
  if (options.check) return told(asked, [...disable, ...reload]);
  done(asked, disable);
  for (const path of files) written(path, () => rmSync(path));
  return done(asked, reload);
}

function installable(asked: Asked): (FormFile & { path: string })[] {
  const { form, runAs, user } = asked.options;
  const files = formFiles(asked, true).map(({ path, text }) => {
    if (path === undefined)
      throw new UsageError(`--form ${form} can only be printed: put it where your CI or cluster reads it.`);
    return { path: located(path, asked.options), text };
  });
  if (form === 'systemd' && !user && runAs === undefined && !knowsOwnUser())
    throw new UsageError(UNKNOWN_USER);
  return files;
}

/** Paths of a form are from the root on, or from the folder of schedule.yaml. */
function located(path: string, options: Chosen): string {
  return resolve(dirname(scheduleFile(options)), path);
}

function refuseForeign(paths: readonly string[], asked: Named): void {
  const foreign = paths.flatMap((path) => {
    const fault = existsSync(path) ? foreignFault(readFileSync(path, 'utf8'), ownerOf(asked)) : undefined;
    return fault === undefined ? [] : [`${path} is left as it is, because ${fault}`];
  });
  if (foreign.length > 0) throw new UsageError(`nothing was changed. ${foreign.join(' ')}`);
}

/** Whether programs of this machine find a user that systemd makes: ssh does not run for one that it does not find. */
function knowsOwnUser(): boolean {
  const has = (path: string, line: RegExp) => existsSync(path) && line.test(readFileSync(path, 'utf8'));
  return has('/etc/nsswitch.conf', /^passwd:.*\bsystemd\b/m) || has('/etc/passwd', /^virtfleet:/m);
}

const UNKNOWN_USER =
  'ssh would not find the user that systemd makes for the check: apt install libnss-systemd, or add --run-as USER, or --user.';

/** `nightly of /srv/networks/schedule.yaml`. */
function ownerOf({ name, options }: Named): string {
  return `${name} of ${resolve(scheduleFile(options))}`;
}

function timersOf(paths: readonly string[]): string[] {
  return paths.map((path) => basename(path)).filter((name) => name.endsWith('.timer'));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function written(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${systemMessage(error)}`);
  }
}

/** Files one below the other; those with a path have it above. */
function shown(files: readonly FormFile[]): string {
  return files.map(({ path, text }) => (path === undefined ? text : `# ${path}\n${text}`)).join('\n');
}

type Commands = readonly (readonly string[])[];

function told({ options, io }: Named, commands: Commands): number {
  io.out('\nNothing was changed.\n');
  for (const words of commands) io.out(`    ${quote(systemctl(options.user, words))}\n`);
  return 0;
}

/** Does what systemd has to do. Throws UsageError for the first that fails. */
function done({ options, io }: Named, commands: Commands): number {
  for (const words of commands) {
    const [program = '', ...rest] = systemctl(options.user, words);
    const { status, stderr, error } = spawnSync(program, rest, { encoding: 'utf8', env: io.local.env });
    if (status !== 0)
      throw new UsageError(
        `${quote([program, ...rest])} failed: ${(error ? systemMessage(error) : stderr).trim() || `it ended with ${status}`}`,
      );
  }
  return 0;
}

function systemctl(isUser: boolean, words: readonly string[]): string[] {
  return ['systemctl', ...(isUser ? ['--user'] : []), ...words];
}

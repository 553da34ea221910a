import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemMessage } from '../../inventory/read-text.ts';
import { quote } from '../../plan/quote.ts';
import { foreignFault, marked } from '../../schedule/installed-file.ts';
import type { FormFile } from '../../schedule/planned-check.ts';
import { UsageError } from '../declaration/option.ts';
import type { Asked } from './asked.ts';
import { formFiles } from './planned.ts';

/** Prints what starts a check. */
export function printForm(asked: Asked): number {
  asked.io.out(shown(formFiles(asked, false)));
  return 0;
}

/** Shows and writes what starts a check, and starts its timer. Throws UsageError; then nothing was written. */
export function installCheck(asked: Asked): number {
  const files = installable(asked).map(({ path, text }) => ({ path, text: marked(text, ownerOf(asked)) }));
  refuseForeign(files, asked);
  asked.io.out(shown(files));
  const units = asked.options.form === 'systemd' ? timersOf(files) : [];
  const commands = units.length > 0 ? [['daemon-reload'], ['enable', '--now', ...units]] : [];
  if (asked.options.check) return told(asked, commands);
  for (const { path, text } of files) written(path, () => write(path, text));
  return done(asked, commands);
}

/** Removes what `installCheck` wrote, and ends its timer. Throws UsageError; then nothing was removed. */
export function removeCheck(asked: Asked): number {
  const files = installable(asked).filter(({ path }) => existsSync(path));
  if (files.length === 0)
    throw new UsageError(`${asked.name} is not installed with --form ${asked.options.form}.`);
  refuseForeign(files, asked);
  asked.io.out(files.map(({ path }) => `${path}\n`).join(''));
  const units = asked.options.form === 'systemd' ? timersOf(files) : [];
  const disable = units.length > 0 ? [['disable', '--now', ...units]] : [];
  const reload = units.length > 0 ? [['daemon-reload']] : [];
  if (asked.options.check) return told(asked, [...disable, ...reload]);
  done(asked, disable);
  for (const { path } of files) written(path, () => rmSync(path));
  return done(asked, reload);
}

function installable(asked: Asked): (FormFile & { path: string })[] {
  const { form } = asked.options;
  return formFiles(asked, true).map(({ path, text }) => {
    if (path === undefined)
      throw new UsageError(`--form ${form} can only be printed: put it where your CI or cluster reads it.`);
    return { path: resolve(asked.schedule.folder, path), text };
  });
}

function refuseForeign(files: readonly (FormFile & { path: string })[], asked: Asked): void {
  const foreign = files.flatMap(({ path }) => {
    const fault = existsSync(path) ? foreignFault(readFileSync(path, 'utf8'), ownerOf(asked)) : undefined;
    return fault === undefined ? [] : [`${path} is left as it is, because ${fault}`];
  });
  if (foreign.length > 0) throw new UsageError(`nothing was changed. ${foreign.join(' ')}`);
}

/** `nightly of /srv/networks/schedule.yaml`. */
function ownerOf({ name, schedule, options: { file } }: Asked): string {
  return `${name} of ${join(resolve(schedule.folder), basename(file ?? 'schedule.yaml'))}`;
}

function timersOf(files: readonly { path: string }[]): string[] {
  return files.map(({ path }) => basename(path)).filter((name) => name.endsWith('.timer'));
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

function told({ options, io }: Asked, commands: Commands): number {
  io.out('\nNothing was changed.\n');
  for (const words of commands) io.out(`    ${quote(systemctl(options.user, words))}\n`);
  return 0;
}

/** Does what systemd has to do. Throws UsageError for the first that fails. */
function done({ options, io }: Asked, commands: Commands): number {
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

import { isUtf8 } from 'node:buffer';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Converted, convertFile } from '../convert/convert-file.ts';
import { systemMessage } from '../inventory/read-text.ts';
import { defineCommand } from './command.ts';
import { convert as declaration } from './declaration/convert.ts';
import { UsageError } from './declaration/option.ts';
import { conversionPage } from './pages/conversion.ts';

export const convert = defineCommand(declaration, async ({ into, cel }, io, project = '') => {
  const folder = into ?? `${project.replace(/\/+$/, '')}-virtfleet`;
  checkFolders(project, folder);
  const files = attempt(project, () => filesBelow(project));
  const texts = files
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => [file, attempt(file, () => textOf(join(project, file)))] as const);
  const whyNoNetworks = texts.some(([, text]) => DEFAULTS.test(text))
    ? 'module_defaults has arguments for it.'
    : undefined;
  const converted = texts.flatMap(([file, text]) => {
    const made = convertFile(text, file, { cel, whyNoNetworks });
    return made ? [[file, made] as const] : [];
  });
  attempt(folder, () => write(project, folder, converted));
  const templates = files.filter((file) => file.endsWith('.j2'));
  io.out(conversionPage({ project, folder, converted: new Map(converted), templates, width: io.width }));
  return 0;
});

/** Arguments that every task of virt_net has; a task of network has them not. */
const DEFAULTS = /module_defaults:[\s\S]*?(?:virt_net:|group\/\S*libvirt)/;

function checkFolders(project: string, folder: string): void {
  const kind = lstatSync(project, { throwIfNoEntry: false });
  if (!kind) throw new UsageError(`there is no folder ${project}.`);
  if (!kind.isDirectory()) throw new UsageError(`${project} is no folder.`);
  if (lstatSync(folder, { throwIfNoEntry: false }))
    throw new UsageError(`nothing is written, because there is ${folder}. Name another folder with --into.`);
  if (!relative(resolve(project), resolve(folder)).startsWith('..'))
    throw new UsageError(`${folder} lies in the project. Name another folder with --into.`);
}

/** Files that are no links, from the folder; what a link leads to may be elsewhere, and is not converted. */
function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter(({ name }) => name !== '.git')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return filesBelow(folder, path);
      return entry.isFile() ? [path] : [];
    });
}

/** Nothing for what is not UTF-8, which could not be written back. */
function textOf(path: string): string {
  const bytes = readFileSync(path);
  return isUtf8(bytes) ? bytes.toString() : '';
}

function write(project: string, folder: string, converted: readonly (readonly [string, Converted])[]): void {
  mkdirSync(dirname(resolve(folder)), { recursive: true });
  // It fails where the folder has come meanwhile.
  mkdirSync(folder);
  cpSync(project, folder, { recursive: true, verbatimSymlinks: true });
  for (const [file, { text, changes }] of converted)
    if (changes.length > 0) writeFileSync(join(folder, file), text);
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`${path} cannot be converted: ${systemMessage(error)}`);
  }
}

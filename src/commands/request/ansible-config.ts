import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isFolder, statOf } from '../../inventory/local-path.ts';
import type { Problem } from '../../problem.ts';
import { readFiles } from '../../read-files.ts';
import type { Local } from '../../transport/ssh/ssh-settings.ts';

/**
 * The settings of `[defaults]`, and as `SECTION.NAME` those of other sections. `warnings` list files that are passed over.
 */
export interface AnsibleConfig {
  settings: Readonly<Record<string, string>>;
  /** Its folder, from which its paths are seen. */
  folder: string;
  warnings: readonly Problem[];
}

/**
 * The first ansible.cfg, as Ansible finds it from a folder.
 * Source: Ansible's "Ansible Configuration Settings", the order of the files.
 */
export function ansibleConfig(local: Local, folder = '.'): AnsibleConfig {
  const { ANSIBLE_CONFIG: given } = local.env;
  const named = given && settingsFile(resolve(folder, fromHome(given, local)));
  const own = join(folder, 'ansible.cfg');
  const isOpen = !named && isWritableByAll(folder) && read(own) !== undefined;
  const files = [
    ...(named ? [() => named] : []),
    ...(isOpen ? [] : [() => own]),
    () => join(local.home, '.ansible.cfg'),
    () => '/etc/ansible/ansible.cfg',
  ];
  const warnings = isOpen ? [OPEN_FOLDER] : [];
  for (const nameOf of files) {
    const file = nameOf();
    const text = read(file);
    if (text !== undefined && file === own) readFiles.note(resolve(file), Buffer.from(text));
    if (text !== undefined) return { settings: settingsOf(text), folder: dirname(file), warnings };
  }
  return { settings: {}, folder, warnings };
}

/** Paths with this separator, seen from a folder. */
export function paths(value: string, separator: string, folder: string, local: Local): string[] {
  return value
    .split(separator)
    .map((path) => fromHome(path.trim(), local))
    .filter((path) => path !== '')
    .map((path) => (isAbsolute(path) ? path : join(folder, path)));
}

/** Any user could add hosts there, and variables that name programs. */
const OPEN_FOLDER: Problem = {
  code: 'open-folder',
  summary: 'ansible.cfg is ignored, because all users can write to its folder',
  hint: 'Remove that permission with chmod o-w, or name the inventory with -i.',
};

function settingsOf(text: string): Record<string, string> {
  let section = '';
  const settings: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1] ?? section;
    const [, name, value] = /^\s*(\w+)\s*[=:]\s*(.*?)\s*$/.exec(line.replace(/\s[;#].*$/, '')) ?? [];
    const key = section === 'defaults' ? name : `${section}.${name}`;
    if (name !== undefined && key !== undefined && value) settings[key] ??= value;
  }
  return settings;
}

function fromHome(path: string, local: Local): string {
  return path.replace(/^~(?=\/|$)/, () => local.home);
}

function settingsFile(path: string): string {
  return isFolder(path) ? join(path, 'ansible.cfg') : path;
}

function isWritableByAll(folder: string): boolean {
  return ((statOf(folder)?.mode ?? 0) & 0o002) !== 0;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

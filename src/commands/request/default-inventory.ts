import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isFolder, statOf } from '../../inventory/local-path.ts';
import type { Problem } from '../../problem.ts';
import type { Local } from '../../transport/ssh/ssh-settings.ts';

/** Where hosts come from. `warnings` list skipped files. */
export interface Sources {
  sources: readonly string[];
  warnings: readonly Problem[];
}

/**
 * The sources of `-i`. Without it, those of ANSIBLE_INVENTORY or of the first ansible.cfg, as in Ansible.
 * Source: Ansible's "Ansible Configuration Settings", the order of the files and DEFAULT_HOST_LIST.
 */
export function inventorySources(given: readonly string[], local: Local, folder = '.'): Sources {
  if (given.length > 0) return { sources: given, warnings: [] };
  const { env, home } = local;
  if (env.ANSIBLE_INVENTORY) return { sources: paths(env.ANSIBLE_INVENTORY, folder, home), warnings: [] };
  const named = env.ANSIBLE_CONFIG && settingsFile(resolve(folder, fromHome(env.ANSIBLE_CONFIG, home)));
  const own = join(folder, 'ansible.cfg');
  const isOpen = !named && isWritableByAll(folder) && read(own) !== undefined;
  const files = [
    ...(named ? [named] : []),
    ...(isOpen ? [] : [own]),
    join(home, '.ansible.cfg'),
    '/etc/ansible/ansible.cfg',
  ];
  const warnings = isOpen ? [OPEN_FOLDER] : [];
  for (const file of files) {
    const text = read(file);
    if (text === undefined) continue;
    const value = setting(text);
    return { sources: value === undefined ? [] : paths(value, dirname(file), home), warnings };
  }
  return { sources: [], warnings };
}

/** Any user could add hosts there, and variables that name programs. */
const OPEN_FOLDER: Problem = {
  code: 'open-folder',
  summary: 'ansible.cfg is ignored, because all users can write to its folder',
  hint: 'Remove that permission with chmod o-w, or name the inventory with -i.',
};

/** `inventory` in the section `[defaults]`. */
function setting(text: string): string | undefined {
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1] ?? section;
    const [, value] = /^\s*inventory\s*[=:]\s*(.*?)\s*$/.exec(line.replace(/\s[;#].*$/, '')) ?? [];
    if (section === 'defaults' && value) return value;
  }
  return undefined;
}

function paths(value: string, folder: string, home: string): string[] {
  return value
    .split(',')
    .map((path) => fromHome(path.trim(), home))
    .filter((path) => path !== '')
    .map((path) => (isAbsolute(path) ? path : join(folder, path)));
}

function fromHome(path: string, home: string): string {
  return path.replace(/^~(?=\/|$)/, home);
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

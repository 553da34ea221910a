import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isFolder, statOf } from '../../inventory/local-path.ts';
import type { Problem } from '../../problem.ts';
import type { AnsibleConfig } from './ansible-config.ts';

/** Whether a file is run for what it prints, instead of being read. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statOf(path)?.isFile() ?? false;
  } catch {
    return false;
  }
}

/**
 * Says which programs run because the ansible.cfg of the folder that a command is started in, `started`, names them: who
 * looks at a project of somebody else has not asked for that. Commands that contact no host read the inventory, too.
 */
export function programWarnings(
  { folder }: AnsibleConfig,
  paths: readonly string[],
  setting: { name: string; option: string; started?: string },
): Problem[] {
  if (folder !== (setting.started ?? '.')) return [];
  const files = paths.flatMap((path) =>
    isFolder(path) ? readdirSync(path).map((name) => join(path, name)) : [path],
  );
  return files.filter(isProgram).map((file) => ({
    code: 'program-of-project',
    summary: 'A program of this project runs here, on your machine',
    detail: `It is ${file}: \`${setting.name}\` in ansible.cfg names it.`,
    hint: `If you do not know the project, name another with ${setting.option}.`,
  }));
}

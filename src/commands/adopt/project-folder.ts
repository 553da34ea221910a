import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectFile, ProjectFolder } from '../../adopt/written/files.ts';
import { isDocument } from '../../adopt/written/merge.ts';
import { systemMessage } from '../../inventory/read-text.ts';
import { UsageError } from '../declaration/option.ts';

/** The folder of a project on the controller. Throws UsageError for what is there and cannot be read or added to. */
export function projectFolder(folder: string): ProjectFolder {
  return {
    read: (path) => {
      const whole = join(folder, path);
      try {
        return existsSync(whole) ? readFileSync(whole, 'utf8') : undefined;
      } catch (error) {
        throw new UsageError(`${whole} cannot be read: ${systemMessage(error)}`);
      }
    },
    variablesAt: (kind, name) => {
      const there = existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)) : [];
      // Of these only the first is read, by Ansible as by Virtfleet.
      const found = ['', '.yml', '.yaml', '.json']
        .map((ending) => name + ending)
        .find((one) => there.includes(one));
      const path = join(kind, found ?? `${name}.yaml`);
      if (found === undefined) return path;
      if (statSync(join(folder, path)).isDirectory()) return join(path, 'adopted.yaml');
      const isYaml =
        !path.endsWith('.json') && !readFileSync(join(folder, path), 'utf8').startsWith('$ANSIBLE_VAULT');
      if (isYaml) return path;
      throw new UsageError(
        `${join(folder, path)} is no YAML to which variables can be added. Name another folder.`,
      );
    },
  };
}

/** Throws UsageError for files that are no YAML, as they are or once something is behind them. */
export function refuseBroken(folder: string, files: readonly ProjectFile[]): void {
  const broken = files.filter(({ after }) => !isDocument(after));
  if (broken.length === 0) return;
  const names = broken.map(({ path }) => join(folder, path)).join(', ');
  throw new UsageError(
    `nothing is written, because nothing can be added to ${names}: with it that is no YAML of one document.`,
  );
}

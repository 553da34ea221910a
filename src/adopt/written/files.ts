import type { AdoptedVariable, Project } from '../play.ts';
import { mergedPlaybook, mergedVariables } from './merge.ts';
import { playbookText, variablesText } from './project-files.ts';

/** The playbook of an adopted project. */
export const PLAYBOOK = 'site.yaml';

/** A file of a project, as it was and as it is to be. */
export interface ProjectFile {
  /** In the folder of the project. */
  path: string;
  before: string | undefined;
  after: string;
}

/** The folder of a project as it is. */
export interface ProjectFolder {
  /** The text of a file; undefined where it is not there. */
  read(path: string): string | undefined;
  /** The file that has, or is to have, the variables of a group or host: `group_vars/all.yaml`. */
  variablesAt(folder: 'group_vars' | 'host_vars', name: string): string;
}

/**
 * The files of a project that are new or get something more. Nothing that is written there is changed; variables are
 * added only as far as the playbook names them.
 */
export function filesOf(
  { plays, groupVars, hostVars }: Project,
  { read, variablesAt }: ProjectFolder,
  { become }: { become: boolean },
): ProjectFile[] {
  const inFolder = (
    folder: 'group_vars' | 'host_vars',
    all: ReadonlyMap<string, readonly AdoptedVariable[]>,
  ) => [...all].map(([name, variables]) => [variablesAt(folder, name), variables] as const);
  const before = read(PLAYBOOK);
  const playbook = before === undefined ? playbookText(plays, become) : mergedPlaybook(before, plays, become);
  const variables = [...inFolder('group_vars', groupVars), ...inFolder('host_vars', hostVars)].flatMap(
    ([path, all]): ProjectFile[] => {
      const named = all.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(playbook));
      const text = read(path);
      if (named.length === 0) return [];
      return [
        {
          path,
          before: text,
          after: text === undefined ? variablesText(named) : mergedVariables(text, named),
        },
      ];
    },
  );
  const all = [{ path: PLAYBOOK, before, after: playbook }, ...variables];
  return all.filter((file) => file.before !== file.after);
}

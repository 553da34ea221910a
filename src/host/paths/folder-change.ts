import type { Change } from '../../plan/change.ts';
import type { Probe } from '../../plan/probe.ts';
import type { Step } from '../../plan/step.ts';
import { type FileState, fileAt } from '../files.ts';
import { modeAfter, type Owned, ownSteps } from '../owned-path.ts';
import { attributesChange, described, occupied, pathChange } from './path-change.ts';

/** What is at paths, by the path. */
export type StatesByPath = Readonly<Record<string, FileState>>;

/** The probes of these paths, by the path. */
export function probesOf(paths: readonly string[]): Record<string, Probe<FileState>> {
  return Object.fromEntries(paths.map((path) => [path, fileAt(path)]));
}

/** The folders that a path is in, the outermost first, without the root. */
export function foldersAround(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

/** The folder at a path, with those around it that are not there, which get what is said of it. */
export function folderChange(path: string, desired: Partial<Owned>, states: StatesByPath): Change[] {
  const at = states[path];
  if (at?.kind === 'directory') return attributesChange(path, at, desired);
  if (at !== undefined && at.kind !== 'absent') return [occupied(path, at.kind, 'directory')];
  return newFolders([path], desired, states);
}

/** Makes those folders, and those around them, that are not there. */
export function newFolders(
  paths: readonly string[],
  desired: Partial<Owned>,
  states: StatesByPath,
): Change[] {
  const mode = modeAfter(desired.mode, '0755', true);
  const next = { kind: 'directory' as const, owner: 'root', group: 'root', ...desired, mode };
  const all = new Set(paths.flatMap((path) => [...foldersAround(path), path]));
  return [...all]
    .filter((path) => states[path]?.kind === 'absent')
    .map((path) => {
      const make: Step = { do: 'run', argv: ['mkdir', '-p', '--', path] };
      const steps = [make, ...ownSteps(path, next)];
      return pathChange(path, null, `directory, ${described(next)}`, { steps, next });
    });
}

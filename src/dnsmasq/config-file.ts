import { fileChange } from '../host/file-change.ts';
import { removal } from '../host/file-removal.ts';
import type { FileState } from '../host/files.ts';
import { type Change, type Impact, NO_IMPACT } from '../plan/change.ts';
import { comeUp, keepStep, takeUpChange, testStep } from './steps.ts';

/** A file for a dnsmasq that somebody else runs. */
export interface ConfigFile {
  path: string;
  /** Null where it is to be absent. */
  content: string | null;
  /** That of the dnsmasq, which restarts when the file changes. */
  unit?: string | undefined;
}

/** The changes that write the desired file and make the unit read it; `cutOff` is of `cutOffAt`. */
export function configFileChanges(
  { path, content, unit }: ConfigFile,
  { file, cutOff = false }: { file: FileState; cutOff?: boolean | undefined },
): Change[] {
  const of = unit === undefined ? undefined : { unit, files: [path] as const };
  const impact: Impact = of ? { disruption: 'service', note: `${of.unit} restarts` } : NO_IMPACT;
  const test = content === null ? [] : [testStep(content, of ? [of.unit] : [])];
  const found =
    content === null
      ? removal(path, file, { impact })
      : fileChange({ path, content, mode: '0644' }, file, { impact });
  if (found.length === 0) return of && cutOff ? [takeUpChange(of)] : [];
  const keep = of ? [keepStep(of)] : [];
  const taken = of ? comeUp('restart', of) : { steps: [], predictions: [] };
  return found.map((change) => ({
    ...change,
    steps: [...test, ...keep, ...change.steps, ...taken.steps],
    predictions: [...change.predictions, ...taken.predictions],
  }));
}

import { predict } from '../../plan/change.ts';
import { changes, type Plan } from '../../plan/plan.ts';
import { only, type Probe } from '../../plan/probe.ts';
import type { FileState } from '../files.ts';
import { occupied, pathChange } from './path-change.ts';

/** Whether two paths are one file. */
export function sameFile(one: string, other: string): Probe<boolean> {
  const script = 'if [ ! -L "$2" ] && [ "$1" -ef "$2" ]; then echo yes; fi';
  return {
    key: `same file ${one} ${other}`,
    ask: { kind: 'script', script, args: [one, other] },
    parse: (answers) => only(answers).stdout.toString() === 'yes\n',
  };
}

interface Seen {
  at: FileState;
  source: FileState;
  same: boolean;
}

/** A path that is to be another name of a file; with `force` another file there gives way. */
export function hardLink(path: string, src: string, force: boolean, { at, source, same }: Seen): Plan {
  if (same) return changes();
  if (source.kind !== 'file')
    return { changes: [], failure: `${src} is ${source.kind === 'absent' ? 'not there' : 'no file'}.` };
  if (at.kind !== 'absent' && !(force && (at.kind === 'file' || at.kind === 'link')))
    return changes(occupied(path, at.kind, 'hard link'));
  const argv = ['ln', '-fT', '--', src, path];
  const about = { steps: [{ do: 'run' as const, argv }], next: source };
  const before = at.kind === 'absent' ? null : at.kind;
  const change = pathChange(path, before, `hard link to ${src}`, about);
  return changes({ ...change, predictions: [...change.predictions, predict(sameFile(src, path), true)] });
}

import { NO_IMPACT, predict } from '../../plan/change.ts';
import { changes, type Plan } from '../../plan/plan.ts';
import { only, type Probe } from '../../plan/probe.ts';
import type { Step } from '../../plan/step.ts';
import { type DesiredFile, fileChange } from '../file-change.ts';
import { type FileState, predictFile } from '../files.ts';
import { modeAfter, ownSteps } from '../owned-path.ts';
import { described } from './path-change.ts';

/** Whether two files of a host have the same content, for those whose content is not read. */
export function sameContent(one: string, other: string): Probe<boolean> {
  return {
    key: `same content ${one} ${other}`,
    ask: { kind: 'script', script: 'if cmp -s -- "$1" "$2"; then echo yes; fi', args: [one, other] },
    parse: (answers) => only(answers).stdout.toString() === 'yes\n',
  };
}

/** A file of the host that is to be a copy of another one. */
export interface RemoteCopy extends Omit<DesiredFile, 'content' | 'mode'> {
  src: string;
  mode?: string | undefined;
  check(content: string): Step[];
}

interface Seen {
  source: FileState;
  file: FileState;
  same: boolean;
}

/** Copies by content where it is text, and as it is where not. */
export function remoteCopy(desired: RemoteCopy, { source, file, same }: Seen): Plan {
  const { src, path, check } = desired;
  if (source.kind === 'absent') return { changes: [], failure: `${src} is not there.` };
  if (source.kind === 'link')
    return { changes: [], failure: `${src} is a link to ${source.target}: name the file itself.` };
  if (source.kind !== 'file')
    return {
      changes: [],
      failure: `${src} is no file. Copy a folder of the host by command: cp -a ${src}/. ${path}`,
    };
  const { content } = source;
  if (typeof content === 'string')
    return changes(...fileChange({ ...desired, content }, file, { check: check(content) }));
  if (file.kind === 'directory' || file.kind === 'other')
    return { changes: [], failure: `${path} is a ${file.kind}, not a file.` };
  const was = file.kind === 'file' ? file : { mode: '0644', owner: 'root', group: 'root' };
  const { owner = was.owner, group = was.group } = desired;
  const mode = modeAfter(desired.mode, was.mode);
  const next = { kind: 'file', mode, owner, group, content } as const;
  const [before, after] = [said(file), said(next)];
  if (same && before === after) return changes();
  const copy: Step = { do: 'run', argv: ['cp', '--remove-destination', '--', src, path] };
  return changes({
    action: file.kind === 'absent' ? 'create' : 'update',
    proof: 'observed',
    what: `file ${path}`,
    copies: ['file'],
    before: file.kind === 'absent' ? null : before,
    after: same ? after : `content of ${src}, ${after}`,
    impact: NO_IMPACT,
    steps: [...(same ? [] : [copy]), ...ownSteps(path, next)],
    predictions: [...predictFile(path, next), predict(sameContent(src, path), true)],
  });
}

function said(file: FileState): string {
  return file.kind === 'file' ? described(file) : file.kind;
}

import { type Change, type Impact, NO_IMPACT, valueAction } from '../plan/change.ts';
import type { Step } from '../plan/step.ts';
import { type FileState, LARGEST_FILE, predictFile, shownContent } from './files.ts';
import { modeAfter } from './owned-path.ts';

/** A desired file. Owner and group are compared only when they are given. */
export interface DesiredFile {
  path: string;
  content: string;
  /** Four octal digits, or clauses of chmod(1); absent where a file that is there keeps its own, and a new one gets 0644. */
  mode?: string | undefined;
  owner?: string | undefined;
  group?: string | undefined;
  /** Whether the old file is kept beside it. */
  backup?: boolean | undefined;
}

/**
 * The change that writes the desired file, or none. `check` are steps that refuse a bad content before the file
 * is touched, `after` are those that make what changed count.
 */
export function fileChange(
  desired: DesiredFile,
  current: FileState,
  { check = [], after = [], impact = NO_IMPACT }: { check?: Step[]; after?: Step[]; impact?: Impact } = {},
): Change[] {
  const { path, content } = desired;
  const mode = modeAfter(desired.mode, current.kind === 'file' ? current.mode : '0644');
  const next: FileState & { kind: 'file' } = {
    kind: 'file',
    mode,
    owner: desired.owner ?? (current.kind === 'file' ? current.owner : 'root'),
    group: desired.group ?? (current.kind === 'file' ? current.group : 'root'),
    content,
  };
  if (current.kind === 'directory' || current.kind === 'other') return [occupied(path, current.kind)];
  if (Buffer.byteLength(content) > LARGEST_FILE) return [tooLarge(path, content)];
  const before = current.kind === 'file' ? current : undefined;
  const parts = before ? differing(before, next) : [];
  if (before && parts.length === 0) return [];
  const { owner, group } = next;
  return [
    {
      action: current.kind === 'absent' ? 'create' : 'update',
      proof: 'observed',
      what: `file ${path}`,
      copies: ['file'],
      before: before
        ? parts.map((part) => part.before).join(', ')
        : (current.kind === 'link' && `link to ${current.target}`) || null,
      after: before
        ? parts.map((part) => part.after).join(', ')
        : `${Buffer.byteLength(content)} bytes, mode ${mode}`,
      diff: { label: path, before: before ? shownContent(before.content) : '', after: content },
      impact,
      steps: [
        ...check,
        ...(desired.backup && before ? [keepCopy(path)] : []),
        { do: 'write', path, content, mode, owner, group },
        ...after,
      ],
      predictions: predictFile(path, next),
    },
  ];
}

/** Named as Ansible names it: `backup_local` of `module_utils/basic.py` of Ansible 2.14. */
function keepCopy(path: string): Step {
  const script = 'cp -p -- "$1" "$1.$$.$(date +%Y-%m-%d@%H:%M:%S)~"';
  return { do: 'script', label: `copy ${path}`, script, args: [path] };
}

function differing(before: FileState & { kind: 'file' }, next: FileState & { kind: 'file' }) {
  const parts: { before: string; after: string }[] = [];
  if (before.content !== next.content) {
    const is = typeof before.content === 'string' ? 'content' : `content of ${before.content.bytes} bytes`;
    parts.push({ before: is, after: 'new content' });
  }
  if (before.mode !== next.mode) parts.push({ before: `mode ${before.mode}`, after: `mode ${next.mode}` });
  const [is, desired] = [before, next].map(({ owner, group }) => `${owner}:${group}`);
  if (is !== desired) parts.push({ before: `owner ${is}`, after: `owner ${desired}` });
  return parts;
}

function occupied(path: string, kind: string): Change {
  return refused(path, kind, `${path} is a ${kind}, not a file. Remove it first, or name another path.`);
}

/** It could be written, but no later check would read it. */
function tooLarge(path: string, content: string): Change {
  const limit = `files above ${LARGEST_FILE} bytes are not compared`;
  const blocked = `The content for ${path} has ${Buffer.byteLength(content)} bytes; ${limit}. Split it, or copy it another way.`;
  return refused(path, null, blocked);
}

function refused(path: string, before: string | null, blocked: string): Change {
  return {
    action: valueAction(before, 'file'),
    proof: 'observed',
    what: `file ${path}`,
    copies: ['file'],
    before,
    after: 'file',
    impact: NO_IMPACT,
    steps: [],
    predictions: [],
    blocked,
  };
}

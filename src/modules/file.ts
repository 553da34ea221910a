import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { type FileState, fileAt, leavesFile, shownContent } from '../host/files.ts';
import { filePlan, fileSession, fileUndo } from '../management/network-file.ts';
import { type Change, NO_IMPACT } from '../plan/change.ts';
import { changes, type Plan, type Undo } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { fileText, mode, owner, path } from './arguments.ts';
import { type Desk, defineModule } from './module.ts';

const args = z.strictObject({
  path: path.describe('Where it is on the host'),
  state: z
    .enum(['file', 'directory', 'link', 'touch', 'absent'])
    .default('file')
    .describe('What is there; touch makes an empty file where there is none'),
  content: fileText.optional().describe('The whole content of a file'),
  src: z.string().min(1).optional().describe('What a link points to'),
  mode: mode
    .optional()
    .describe('Permissions in octal digits; absent: as they are, and 0644 for a new file, 0755 for a folder'),
  owner: owner.optional().describe('User that owns it; what is new belongs to root'),
  group: owner.optional().describe('Group that owns it; what is new belongs to root'),
  recurse: z.literal(true).optional().describe('Lets state: absent remove a folder with all that is in it'),
});
type Wanted = z.output<typeof args>;
type Owned = { mode: string; owner: string; group: string };

export const file = defineModule({
  name: 'file',
  summary: 'A file, a folder, a link, or nothing at a path',
  example: 'file: { path: /etc/virtfleet, state: directory, mode: "0755" }',
  aliases: { dest: 'path', name: 'path' },
  args,
  prepare: (wanted, desk) => {
    refuse(wanted, desk);
    return wanted;
  },
  rendered: ({ path: name, content }) => (content === undefined ? [] : [{ name, text: content }]),
  observe: (wanted) => ({ at: fileAt(wanted.path), ...fileSession(wanted.path) }),
  plan: (wanted, { at, session }): Plan => {
    const { changes: found, ...plan } = planOf(wanted, at);
    return { ...plan, ...filePlan(wanted.path, found, session, () => undoOf(wanted, at)) };
  },
});

function planOf(wanted: Wanted, at: FileState): Plan {
  switch (wanted.state) {
    case 'absent':
      return changes(...removal(wanted, at));
    case 'directory':
      return changes(...directory(wanted, at));
    case 'link':
      return changes(...link(wanted, at));
    case 'touch':
      return at.kind === 'absent'
        ? changes(...fileChange({ ...wanted, content: '' }, at))
        : changes(...(at.kind === 'link' || at.kind === 'other' ? [] : attributes(wanted, at)));
    case 'file':
      return wanted.content === undefined
        ? existing(wanted, at)
        : changes(...fileChange({ ...wanted, content: wanted.content }, at));
  }
}

/** The guard keeps copies of files; of a folder it knows who owns it, and a whole one it cannot bring back. */
function undoOf({ path: name, state }: Wanted, at: FileState): Undo | undefined {
  if (at.kind !== 'directory' && state !== 'directory') return fileUndo(name);
  if (at.kind !== 'directory') return { steps: [{ do: 'run', argv: ['rmdir', '--', name] }], boot: [] };
  return state === 'absent' ? undefined : { steps: own(name, at), boot: [] };
}

/** Arguments that contradict each other, and removals that nobody can have meant. */
function refuse({ state, src, content, recurse, path: name, ...rest }: Wanted, { complain }: Desk): void {
  const misfit = (at: string, detail: string) =>
    complain({ code: 'file-arguments', summary: 'Arguments of file do not fit together', detail, at: [at] });
  if (state === 'link' && src === undefined)
    misfit('state', '`state: link` needs `src`: what the link points to.');
  if (state !== 'link' && src !== undefined) misfit('src', '`src` goes with `state: link` only.');
  if (state !== 'file' && content !== undefined) misfit('content', '`content` goes with `state: file` only.');
  if (state !== 'absent' && recurse) misfit('recurse', '`recurse` goes with `state: absent` only.');
  if (state === 'link' || state === 'absent') {
    const owned = (['mode', 'owner', 'group'] as const).filter((key) => rest[key] !== undefined);
    for (const key of owned) misfit(key, `With \`state: ${state}\` there is no ${key} to set.`);
  }
  if (state !== 'absent') return;
  if (name === '/') misfit('path', 'This is the root of the host.');
  else if (recurse && /^\/[^/]+$/.test(name)) {
    misfit('path', `${name} is a folder of the system, which is not removed as a whole.`);
  }
}

function removal({ path: name, recurse }: Wanted, at: FileState): Change[] {
  if (at.kind === 'absent') return [];
  const argv = recurse ? ['rm', '-rf', '--one-file-system', '--', name] : ['rmdir', '--', name];
  const step: Step = at.kind === 'directory' ? { do: 'run', argv } : { do: 'remove', path: name };
  const diff = at.kind === 'file' && { diff: { label: name, before: shownContent(at.content), after: '' } };
  return [{ ...change(name, at.kind, null, [step], { kind: 'absent' }), ...diff }];
}

function directory(wanted: Wanted, at: FileState): Change[] {
  if (at.kind !== 'absent' && at.kind !== 'directory') return [occupied(wanted.path, at.kind, 'directory')];
  if (at.kind === 'directory') return attributes(wanted, at);
  const { path: name } = wanted;
  const next = { kind: 'directory' as const, mode: '0755', owner: 'root', group: 'root', ...owned(wanted) };
  const make: Step = { do: 'run', argv: ['mkdir', '-p', '--', name] };
  return [change(name, null, `directory, ${describe(next)}`, [make, ...own(name, next)], next)];
}

function link({ path: name, src = '' }: Wanted, at: FileState): Change[] {
  if (at.kind === 'link' && at.target === src) return [];
  if (at.kind !== 'link' && at.kind !== 'absent') return [occupied(name, at.kind, 'link')];
  const before = at.kind === 'link' ? `link to ${at.target}` : null;
  const step: Step = { do: 'run', argv: ['ln', '-sfn', '--', src, name] };
  return [change(name, before, `link to ${src}`, [step], { kind: 'link', target: src })];
}

/** Without a content only the attributes are touched: what was read as text may not be text. */
function existing(wanted: Wanted, at: FileState): Plan {
  if (at.kind === 'file') return changes(...attributes(wanted, at));
  if (at.kind !== 'absent') return changes(occupied(wanted.path, at.kind, 'file'));
  return { changes: [], failure: `${wanted.path} is not there, and no content: says what to make.` };
}

function attributes(wanted: Wanted, at: FileState & Owned): Change[] {
  const next = { ...at, ...owned(wanted) };
  if (describe(at) === describe(next)) return [];
  return [change(wanted.path, describe(at), describe(next), own(wanted.path, next), next)];
}

/** The mode is set last: chown(2) takes setuid and setgid away. */
function own(name: string, { mode: digits, owner: user, group }: Owned): Step[] {
  return [
    { do: 'run', argv: ['chown', `${user}:${group}`, '--', name] },
    { do: 'run', argv: ['chmod', digits, '--', name] },
  ];
}

function owned({ mode: digits, owner: user, group }: Wanted): Partial<Owned> {
  return { ...(digits && { mode: digits }), ...(user && { owner: user }), ...(group && { group }) };
}

function describe({ mode: digits, owner: user, group }: Owned): string {
  return `mode ${digits}, owner ${user}:${group}`;
}

function change(name: string, before: string | null, after: string | null, steps: Step[], next: FileState) {
  const left = leavesFile(name, next);
  return { what: name, before, after, impact: NO_IMPACT, steps, leaves: left } satisfies Change;
}

function occupied(name: string, is: string, wanted: string): Change {
  const blocked = `${name} is a ${is}, not a ${wanted}. Remove it first: state: absent.`;
  return { what: name, before: is, after: wanted, impact: NO_IMPACT, steps: [], leaves: [], blocked };
}

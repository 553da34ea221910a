import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { type FileState, fileAt, predictFile, shownContent } from '../host/files.ts';
import { type Owned, ownSteps } from '../host/owned-path.ts';
import { filePlan, fileRollback, fileSession } from '../management/network-file.ts';
import { type Change, NO_IMPACT, valueAction } from '../plan/change.ts';
import { changes, type Plan, type Rollback } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { fileText, mode, owner, path } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  path: path.describe('Path on the host'),
  state: z
    .enum(['file', 'directory', 'link', 'touch', 'absent'])
    .default('file')
    .describe('What the path is; touch creates an empty file if nothing exists'),
  content: fileText.optional().describe('The complete content of a file'),
  src: z.string().min(1).optional().describe('Target of a link'),
  mode: mode
    .optional()
    .describe(
      'Permissions in octal digits; if absent, unchanged, and 0644 for a new file, 0755 for a new folder',
    ),
  owner: owner.optional().describe('Owner; root for a new path'),
  group: owner.optional().describe('Group; root for a new path'),
  force: z
    .boolean()
    .optional()
    .describe('With state: link, whether a file or an empty folder gives way to the link'),
  access_time: z.literal('preserve').optional().describe('Only preserve: times are not set'),
  modification_time: z.literal('preserve').optional().describe('Only preserve: times are not set'),
  recurse: z
    .boolean()
    .optional()
    .describe(
      'With state: absent, remove a folder with its content; with directory, owner, group and mode of all below it',
    ),
});
const FILE = ['file'] as const;

const CONTEXT = 'Write a command for the context of SELinux: semanage fcontext, then restorecon.';
const SELINUX = { setype: CONTEXT, seuser: CONTEXT, serole: CONTEXT, selevel: CONTEXT };

type Desired = z.output<typeof args>;

export const file = defineModule({
  name: 'file',
  summary: 'Keep a file, folder or link at a path, or nothing',
  example: 'file: { path: /etc/virtfleet, state: directory, mode: "0755" }',
  aliases: { dest: 'path', name: 'path' },
  advice: SELINUX,
  args,
  prepare: (desired, context) => {
    refuse(desired, context);
    return desired;
  },
  rendered: ({ path: name, content }) => (content === undefined ? [] : [{ name, text: content }]),
  resource: ({ path: name }) => `file ${name}`,
  observe: (desired) => ({ at: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: (desired, { at, session }): Plan => {
    const { changes: found, ...plan } = planOf(desired, at);
    return { ...plan, ...filePlan(desired.path, found, session, () => rollbackOf(desired, at)) };
  },
});

function planOf(desired: Desired, at: FileState): Plan {
  switch (desired.state) {
    case 'absent':
      return changes(...removal(desired, at));
    case 'directory':
      return changes(...directory(desired, at));
    case 'link':
      return changes(...link(desired, at));
    case 'touch':
      return at.kind === 'absent'
        ? changes(...fileChange({ ...desired, content: '' }, at))
        : changes(...(at.kind === 'link' || at.kind === 'other' ? [] : attributes(desired, at)));
    case 'file':
      return desired.content === undefined
        ? existing(desired, at)
        : changes(...fileChange({ ...desired, content: desired.content }, at));
  }
}

/** The guard keeps copies of files; of a folder it knows who owns it, and a whole one it cannot bring back. */
function rollbackOf({ path: name, state }: Desired, at: FileState): Rollback | undefined {
  if (at.kind !== 'directory' && state !== 'directory') return fileRollback(name);
  if (at.kind !== 'directory') return { steps: [{ do: 'run', argv: ['rmdir', '--', name] }], boot: [] };
  return state === 'absent' ? undefined : { steps: ownSteps(name, at), boot: [] };
}

/** Arguments that contradict each other, and removals that nobody can have meant. */
function refuse(
  { state, src, content, recurse, path: name, ...rest }: Desired,
  { report }: TaskContext,
): void {
  const misfit = (at: string, detail: string) =>
    report({ code: 'file-arguments', summary: 'Arguments of file do not fit together', detail, at: [at] });
  if (state === 'link' && src === undefined)
    misfit('state', '`state: link` needs `src`: what the link points to.');
  if (state !== 'link' && src !== undefined) misfit('src', '`src` goes with `state: link` only.');
  if (state !== 'file' && content !== undefined) misfit('content', '`content` goes with `state: file` only.');
  if (state !== 'absent' && state !== 'directory' && recurse)
    misfit('recurse', '`recurse` goes with `state: absent` or `state: directory`.');
  if (
    state === 'directory' &&
    recurse &&
    [rest.mode, rest.owner, rest.group].some((one) => one !== undefined)
  )
    misfit(
      'recurse',
      'What is below a folder is not compared: give its files their owner and mode one by one.',
    );
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

function removal({ path: name, recurse }: Desired, at: FileState): Change[] {
  if (at.kind === 'absent') return [];
  const argv = recurse ? ['rm', '-rf', '--one-file-system', '--', name] : ['rmdir', '--', name];
  const step: Step = at.kind === 'directory' ? { do: 'run', argv } : { do: 'remove', path: name };
  const diff = at.kind === 'file' && { diff: { label: name, before: shownContent(at.content), after: '' } };
  return [{ ...change(name, at.kind, null, { steps: [step], next: { kind: 'absent' } }), ...diff }];
}

function directory(desired: Desired, at: FileState): Change[] {
  if (at.kind !== 'absent' && at.kind !== 'directory') return [occupied(desired.path, at.kind, 'directory')];
  if (at.kind === 'directory') return attributes(desired, at);
  const { path: name } = desired;
  const next = { kind: 'directory' as const, mode: '0755', owner: 'root', group: 'root', ...owned(desired) };
  const make: Step = { do: 'run', argv: ['mkdir', '-p', '--', name] };
  const steps = [make, ...ownSteps(name, next)];
  return [change(name, null, `directory, ${describe(next)}`, { steps, next })];
}

function link({ path: name, src = '', force }: Desired, at: FileState): Change[] {
  if (at.kind === 'link' && at.target === src) return [];
  const givesWay = force && (at.kind === 'file' || at.kind === 'directory');
  if (at.kind !== 'link' && at.kind !== 'absent' && !givesWay) return [occupied(name, at.kind, 'link')];
  const before = at.kind === 'link' ? `link to ${at.target}` : at.kind === 'absent' ? null : at.kind;
  const empty: Step[] = at.kind === 'directory' ? [{ do: 'run', argv: ['rmdir', '--', name] }] : [];
  const steps: Step[] = [...empty, { do: 'run', argv: ['ln', '-sfn', '--', src, name] }];
  return [change(name, before, `link to ${src}`, { steps, next: { kind: 'link', target: src } })];
}

/** Without a content only the attributes are touched: what was read as text may not be text. */
function existing(desired: Desired, at: FileState): Plan {
  if (at.kind === 'file') return changes(...attributes(desired, at));
  if (at.kind !== 'absent') return changes(occupied(desired.path, at.kind, 'file'));
  return { changes: [], failure: `${desired.path} is not there, and no content: says what to make.` };
}

function attributes(desired: Desired, at: FileState & Owned): Change[] {
  const next = { ...at, ...owned(desired) };
  if (describe(at) === describe(next)) return [];
  return [change(desired.path, describe(at), describe(next), { steps: ownSteps(desired.path, next), next })];
}

function owned({ mode: digits, owner: user, group }: Desired): Partial<Owned> {
  return { ...(digits && { mode: digits }), ...(user && { owner: user }), ...(group && { group }) };
}

function describe({ mode: digits, owner: user, group }: Owned): string {
  return `mode ${digits}, owner ${user}:${group}`;
}

function change(
  name: string,
  before: string | null,
  after: string | null,
  { steps, next }: { steps: Step[]; next: FileState },
) {
  const about = { action: valueAction(before, after), proof: 'observed' as const, what: name, before, after };
  return {
    ...about,
    copies: FILE,
    impact: NO_IMPACT,
    steps,
    predictions: predictFile(name, next),
  } satisfies Change;
}

function occupied(name: string, is: string, desired: string): Change {
  const blocked = `${name} is a ${is}, not a ${desired}. Remove it first: state: absent.`;
  const about = { action: 'update', proof: 'observed', what: name, before: is, after: desired } as const;
  return { ...about, copies: FILE, impact: NO_IMPACT, steps: [], predictions: [], blocked };
}

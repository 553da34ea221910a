import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { type FileState, fileAt, shownContent } from '../host/files.ts';
import { ownSteps } from '../host/owned-path.ts';
import { belowChange, differingBelow } from '../host/paths/below-change.ts';
import { folderChange, foldersAround, probesOf, type StatesByPath } from '../host/paths/folder-change.ts';
import { hardLink, sameFile } from '../host/paths/hard-link.ts';
import { attributesChange, given, occupied, pathChange } from '../host/paths/path-change.ts';
import { filePlan, fileRollback, fileSession } from '../management/network-file.ts';
import type { Change } from '../plan/change.ts';
import { changes, type Plan, type Rollback } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { fileText, mode, owner, path } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  path: path.describe('Path on the host'),
  state: z
    .enum(['file', 'directory', 'link', 'hard', 'touch', 'absent'])
    .default('file')
    .describe('What the path is; touch creates an empty file if nothing exists'),
  content: fileText.optional().describe('The complete content of a file'),
  src: z.string().min(1).optional().describe('Target of a link; with state: hard, the file on the host'),
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
  observe: (desired) => ({
    at: fileAt(desired.path),
    ...fileSession(desired.path),
    ...(desired.state === 'directory' &&
      desired.recurse &&
      Object.keys(given(desired)).length > 0 && { below: differingBelow(desired.path, given(desired)) }),
    ...(desired.state === 'hard' &&
      desired.src !== undefined && {
        source: fileAt(desired.src),
        same: sameFile(desired.src, desired.path),
      }),
    ...aroundProbes(desired),
  }),
  plan: (desired, { at, session, below, source, same, ...around }): Plan => {
    const states: StatesByPath = { ...around, [desired.path]: at };
    const seen = { at, source: source ?? { kind: 'absent' }, same: same ?? false, below: below ?? 0, states };
    const { changes: found, ...plan } = planOf(desired, seen);
    return { ...plan, ...filePlan(desired.path, found, session, () => rollbackOf(desired, states)) };
  },
});

interface Seen {
  at: FileState;
  /** What `src` of a hard link is, and whether it is the same file. */
  source: FileState;
  same: boolean;
  /** How many paths below a folder differ. */
  below: number;
  states: StatesByPath;
}

function planOf(desired: Desired, seen: Seen): Plan {
  const { at, states, below } = seen;
  switch (desired.state) {
    case 'absent':
      return changes(...removal(desired, at));
    case 'directory':
      return changes(
        ...folderChange(desired.path, given(desired), states),
        ...belowChange(desired.path, given(desired), below),
      );
    case 'hard':
      return hardLink(desired.path, desired.src ?? '', desired.force ?? false, seen);
    case 'link':
      return { ...changes(...link(desired, at)), ...notOfLinks(desired) };
    case 'touch':
      return at.kind === 'absent'
        ? changes(...fileChange({ ...desired, content: '' }, at))
        : changes(
            ...(at.kind === 'link' || at.kind === 'other'
              ? []
              : attributesChange(desired.path, at, given(desired))),
          );
    case 'file':
      return desired.content === undefined
        ? existing(desired, at)
        : changes(...fileChange({ ...desired, content: desired.content }, at));
  }
}

/** A folder may be made with those around it. The types of probes by their paths are those of files. */
function aroundProbes({ state, path: name }: Desired): object {
  return state === 'directory' ? probesOf(foldersAround(name)) : {};
}

/** The guard keeps copies of files; of a folder it knows who owns it, and a whole one it cannot bring back. */
function rollbackOf({ path: name, state, recurse }: Desired, states: StatesByPath): Rollback | undefined {
  // Nobody knows who owned what is below it.
  if (recurse && state === 'directory') return undefined;
  const at = states[name];
  if (at?.kind !== 'directory' && state !== 'directory') return fileRollback(name);
  if (at?.kind === 'directory')
    return state === 'absent' ? undefined : { steps: ownSteps(name, at), boot: [] };
  const made = [...foldersAround(name), name].filter((path) => states[path]?.kind === 'absent');
  const steps = made.toReversed().map((path): Step => ({ do: 'run', argv: ['rmdir', '--', path] }));
  return { steps, boot: [] };
}

/** Arguments that contradict each other, and removals that nobody can have meant. */
function refuse(
  { state, src, content, recurse, path: name, ...rest }: Desired,
  { report }: TaskContext,
): void {
  const misfit = (at: string, detail: string) =>
    report({ code: 'file-arguments', summary: 'Arguments of file do not fit together', detail, at: [at] });
  const isLink = state === 'link' || state === 'hard';
  if (isLink && src === undefined)
    misfit('state', `\`state: ${state}\` needs \`src\`: what the link points to.`);
  if (!isLink && src !== undefined) misfit('src', '`src` goes with `state: link` or `state: hard`.');
  if (state === 'hard' && src !== undefined && !src.startsWith('/'))
    misfit('src', 'With `state: hard`, `src` is the absolute path of a file.');
  if (state !== 'file' && content !== undefined) misfit('content', '`content` goes with `state: file` only.');
  if (state !== 'absent' && state !== 'directory' && recurse)
    misfit('recurse', '`recurse` goes with `state: absent` or `state: directory`.');
  if (state === 'hard')
    for (const key of (['mode', 'owner', 'group'] as const).filter((one) => rest[one] !== undefined))
      misfit(key, `With \`state: hard\` there is no ${key} to set.`);
  if (recurse && rest.mode !== undefined && !/^\d/.test(rest.mode))
    misfit('mode', 'With `recurse` it is octal digits, or says it for all: `u=rwX,g=rX,o=` is neither.');
  if (state !== 'absent') return;
  if (name === '/') misfit('path', 'This is the root of the host.');
  else if (recurse && /^\/[^/]+$/.test(name)) {
    misfit('path', `${name} is a folder of the system, which is not removed as a whole.`);
  }
}

/** Whom a link belongs to decides nothing, and it has no mode: playbooks of Ansible say them in loops over many paths. */
function notOfLinks(desired: Desired): { warnings?: readonly string[] } {
  const said = (['mode', 'owner', 'group'] as const).filter((key) => desired[key] !== undefined);
  if (said.length === 0) return {};
  return { warnings: [`${said.join(', ')}: of a link only its target is compared and set.`] };
}

function removal({ path: name, recurse }: Desired, at: FileState): Change[] {
  if (at.kind === 'absent') return [];
  const argv = recurse ? ['rm', '-rf', '--one-file-system', '--', name] : ['rmdir', '--', name];
  const step: Step = at.kind === 'directory' ? { do: 'run', argv } : { do: 'remove', path: name };
  const diff = at.kind === 'file' && { diff: { label: name, before: shownContent(at.content), after: '' } };
  return [{ ...pathChange(name, at.kind, null, { steps: [step], next: { kind: 'absent' } }), ...diff }];
}

function link({ path: name, src = '', force }: Desired, at: FileState): Change[] {
  if (at.kind === 'link' && at.target === src) return [];
  const givesWay = force && (at.kind === 'file' || at.kind === 'directory');
  if (at.kind !== 'link' && at.kind !== 'absent' && !givesWay) return [occupied(name, at.kind, 'link')];
  const before = at.kind === 'link' ? `link to ${at.target}` : at.kind === 'absent' ? null : at.kind;
  const empty: Step[] = at.kind === 'directory' ? [{ do: 'run', argv: ['rmdir', '--', name] }] : [];
  const steps: Step[] = [...empty, { do: 'run', argv: ['ln', '-sfn', '--', src, name] }];
  return [pathChange(name, before, `link to ${src}`, { steps, next: { kind: 'link', target: src } })];
}

/** Without a content only the attributes are touched: what was read as text may not be text. */
function existing(desired: Desired, at: FileState): Plan {
  if (at.kind === 'file') return changes(...attributesChange(desired.path, at, given(desired)));
  if (at.kind !== 'absent') return changes(occupied(desired.path, at.kind, 'file'));
  return { changes: [], failure: `${desired.path} is not there, and no content: says what to make.` };
}

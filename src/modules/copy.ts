import * as z from 'zod';
import { type DesiredFile, fileChange } from '../host/file-change.ts';
import { fileResult } from '../host/file-result.ts';
import { type FileState, fileAt } from '../host/files.ts';
import { probesOf, type StatesByPath } from '../host/paths/folder-change.ts';
import { given as givenOf } from '../host/paths/path-change.ts';
import { remoteCopy, sameContent } from '../host/paths/remote-copy.ts';
import { type DesiredTree, pathsOfTree, treeChanges } from '../host/paths/tree-copy.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession, joinedPlans } from '../management/network-file.ts';
import { checkContent } from '../netplan/file-content.ts';
import { changes, type Plan } from '../plan/plan.ts';
import type { Probe } from '../plan/probe.ts';
import { backup, fileText, mode, ownership, plainPath, validate, writtenPath } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  src: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File or folder of the project, in files/ or next to the playbook; with a slash at the end, what is in it',
    ),
  content: z
    .union([fileText, z.number().transform(String)])
    .optional()
    .describe('The complete content, instead of src; a list or a map is written as JSON'),
  dest: writtenPath.describe('Path on the host; with a slash at the end, the folder for src'),
  mode: z
    .union([z.literal('preserve'), mode])
    .optional()
    .describe(
      'Permissions in octal digits; preserve: those of src; if absent, unchanged, and 0644 for a new file',
    ),
  directory_mode: mode
    .optional()
    .describe('Permissions of the folders that a copy of a folder makes; default 0755'),
  ...ownership,
  remote_src: z.boolean().default(false).describe('Whether src is a file of the host'),
  validate,
  backup,
  force: z.boolean().default(true).describe('Whether an existing file is replaced'),
  follow: z.literal(false).optional().describe('Only false: a link at dest gives way to the file'),
  local_follow: z.literal(true).optional().describe('Only true: a link in src counts as what it leads to'),
});

type Arguments = z.output<typeof args>;

interface Rules {
  validate?: readonly string[] | undefined;
  force: boolean;
}

/** What `copy` wants: a file with its content, one that is another of the host, or a tree. */
type DesiredCopy =
  | (DesiredFile & Rules)
  | (Omit<DesiredFile, 'content'> & Rules & { src: string; isKept: boolean })
  | (Rules & { tree: DesiredTree });

type Reads = ReturnType<typeof fileSession> & {
  file: Probe<FileState>;
  source?: Probe<FileState>;
  same?: Probe<boolean>;
};

export const copy = defineModule({
  name: 'copy',
  summary: 'Copy files of the project or of the host, or a given text',
  description: [
    'Files are UTF-8 text of at most 1 MiB; with remote_src they may be anything. A file of the project is copied',
    'unchanged; template renders expressions. What a folder of the host has besides the copied files stays.',
  ].join('\n'),
  example: 'copy: { content: "managed by Virtfleet\\n", dest: /etc/motd, mode: "0644" }',
  readsData: ['content'],
  writes: { argument: 'content', path: 'dest' },
  args,
  prepare: (
    { src, content, dest, mode: given, directory_mode, remote_src, ...rest },
    context,
  ): DesiredCopy => {
    refuse({ src, content, dest, mode: given, remote_src }, context);
    const tree = src === undefined || remote_src ? undefined : context.tree(src);
    if (src !== undefined && tree)
      return {
        ...rest,
        tree: desiredTree({ src, dest, mode: given, directory_mode, ...rest }, tree, context),
      };
    const path = plainPath(dest.endsWith('/') ? `${dest}${src?.split('/').at(-1) ?? ''}` : dest);
    const isKept = given === 'preserve';
    if (src !== undefined && remote_src)
      return { ...rest, path, src: plainPath(src), isKept, mode: isKept ? undefined : given };
    const text = src === undefined ? (content ?? '') : context.read(src);
    const own = isKept && src !== undefined ? context.modeOf(src) : given;
    checkContent(path, text, src === undefined ? 'content' : 'src', context);
    return { ...rest, path, content: text, mode: own === 'preserve' ? undefined : own };
  },
  rendered: (desired) => filesOf(desired).map(({ path: name, content }) => ({ name, text: content })),
  resource: (desired) => `file ${'tree' in desired ? desired.tree.path : desired.path}`,
  /** The probes of a tree have the names of its paths; their types are those of files. */
  observe: (desired): Reads => {
    if ('tree' in desired) {
      const paths = pathsOfTree(desired.tree);
      const [session] = paths.map(fileSession).filter(({ session: one }) => one !== undefined);
      return { file: fileAt(desired.tree.path), ...session, ...(probesOf(paths) as object) };
    }
    const own = { file: fileAt(desired.path), ...fileSession(desired.path) };
    if (!('src' in desired)) return own;
    return { ...own, source: fileAt(desired.src), same: sameContent(desired.src, desired.path) };
  },
  plan: ({ validate: argv, force, ...desired }, { file, session, source, same, ...states }): Plan => {
    const check = (content: string) => checkSteps(argv, content);
    if ('tree' in desired) {
      const { tree } = desired;
      const found = treeChanges(tree, states as StatesByPath, {
        force,
        check: ({ content }) => check(content),
      });
      const plans = found.map(({ path, changes: own }) => filePlan(path, own, session));
      return { ...joinedPlans(plans), result: { dest: tree.into } };
    }
    if (!force && file.kind !== 'absent') return changes();
    if (!('src' in desired)) {
      const found = fileChange(desired, file, { check: check(desired.content) });
      return { ...filePlan(desired.path, found, session), result: fileResult(desired, file) };
    }
    if (source === undefined) throw new Error('a copy on the host reads its source');
    const kept = desired.isKept && source.kind === 'file' ? { mode: source.mode } : {};
    const plan = remoteCopy({ ...desired, ...kept, check }, { source, file, same: same ?? false });
    return { ...plan, ...filePlan(desired.path, plan.changes, session) };
  },
});

function filesOf(desired: DesiredCopy): readonly DesiredFile[] {
  if ('tree' in desired) return desired.tree.files;
  return 'content' in desired ? [desired] : [];
}

/** A folder of the project on a host: itself in `dest`, or with a slash at the end of `src` what is in it. */
function desiredTree(
  { src = '', dest, mode, directory_mode, owner, group, backup }: Partial<Arguments> & { dest: string },
  { folders, files }: NonNullable<ReturnType<TaskContext['tree']>>,
  context: TaskContext,
): DesiredTree {
  const path = plainPath(src.endsWith('/') ? dest : `${dest}/${src.split('/').at(-1)}`);
  const at = (name: string) => plainPath(`${path}/${name}`);
  return {
    path,
    into: `${plainPath(dest)}/`,
    folders: folders.map(at),
    files: files.map((name) => {
      const file = `${src.replace(/\/$/, '')}/${name}`;
      const content = context.read(file);
      checkContent(at(name), content, 'src', context);
      const own = mode === 'preserve' ? context.modeOf(file) : mode;
      return { path: at(name), content, mode: own, owner, group, backup };
    }),
    newFolder: givenOf({ mode: directory_mode, owner, group }),
  };
}

/** Arguments that contradict each other. */
function refuse(
  {
    src,
    content,
    dest,
    mode,
    remote_src,
  }: Pick<Arguments, 'src' | 'content' | 'dest' | 'mode' | 'remote_src'>,
  { report }: TaskContext,
): void {
  const misfit = (detail: string, at: string[]) =>
    report({ code: 'copy-arguments', summary: 'Arguments of copy do not fit together', detail, at });
  if (src === undefined && content === undefined)
    misfit('It needs `src`, a file of the project, or `content`.', []);
  if (src !== undefined && content !== undefined) misfit('Write either `src` or `content`.', ['content']);
  if (src === undefined && dest.endsWith('/'))
    misfit('With `content`, `dest` is the path of the file, without a slash at its end.', ['dest']);
  if (src === undefined && mode === 'preserve')
    misfit('`preserve` takes the permissions of `src`; a `content` has none.', ['mode']);
  if (remote_src && src !== undefined && !/^\/(?:.*[^/])?$/.test(src))
    misfit('With `remote_src`, `src` is the absolute path of a file of the host.', ['src']);
}

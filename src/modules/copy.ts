import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { fileResult } from '../host/file-result.ts';
import { fileAt } from '../host/files.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { checkContent } from '../netplan/file-content.ts';
import { changes } from '../plan/plan.ts';
import { backup, fileText, mode, ownership, plainPath, validate, writtenPath } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  src: z.string().min(1).optional().describe('File of the project, in files/ or next to the playbook'),
  content: z
    .union([fileText, z.number().transform(String)])
    .optional()
    .describe('The complete content, instead of src; a list or a map is written as JSON'),
  dest: writtenPath.describe('Path of the file on the host; with a slash at the end, the folder for src'),
  mode: mode
    .optional()
    .describe('Permissions in octal digits; if absent, unchanged, and 0644 for a new file'),
  ...ownership,
  validate,
  backup,
  force: z.boolean().default(true).describe('Whether an existing file is replaced'),
});

export const copy = defineModule({
  name: 'copy',
  summary: 'Copy a file of the project, or a given text, to the host',
  description:
    'Files are UTF-8 text of at most 1 MiB. A file of the project is copied unchanged; template renders expressions.',
  example: 'copy: { content: "managed by Virtfleet\\n", dest: /etc/motd, mode: "0644" }',
  readsData: ['content'],
  writes: { argument: 'content', path: 'dest' },
  args,
  prepare: ({ src, content, dest, ...rest }, context) => {
    refuse({ src, content, dest }, context);
    const name = dest.endsWith('/') ? `${dest}${src?.split('/').at(-1) ?? ''}` : dest;
    const path = plainPath(name);
    const text = src === undefined ? (content ?? '') : context.read(src);
    checkContent(path, text, src === undefined ? 'content' : 'src', context);
    return { ...rest, path, content: text };
  },
  rendered: ({ path: name, content }) => [{ name, text: content }],
  resource: ({ path: name }) => `file ${name}`,
  observe: (desired) => ({ file: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: ({ validate: check, force, ...desired }, { file, session }) => {
    if (!force && file.kind !== 'absent') return changes();
    const found = fileChange(desired, file, { check: checkSteps(check, desired.content) });
    return { ...filePlan(desired.path, found, session), result: fileResult(desired, file) };
  },
});

function refuse(
  { src, content, dest }: Pick<z.output<typeof args>, 'src' | 'content' | 'dest'>,
  { report }: TaskContext,
): void {
  const misfit = (detail: string, at: string[]) =>
    report({ code: 'copy-arguments', summary: 'Arguments of copy do not fit together', detail, at });
  if (src === undefined && content === undefined)
    misfit('It needs `src`, a file of the project, or `content`.', []);
  if (src !== undefined && content !== undefined) misfit('Write either `src` or `content`.', ['content']);
  if (src === undefined && dest.endsWith('/'))
    misfit('With `content`, `dest` is the path of the file, without a slash at its end.', ['dest']);
}

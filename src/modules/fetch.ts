import * as z from 'zod';
import { localFile } from '../host/controller-file.ts';
import { type FileState, fileAt, whyUnread } from '../host/files.ts';
import { NO_IMPACT, predict } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import { path } from './arguments.ts';
import { defineModule } from './module.ts';

export const fetchModule = defineModule({
  name: 'fetch',
  summary: 'Copy a file from the host to the controller',
  description: [
    'The copy is dest/HOST/SRC. With flat: true it is dest itself, or a file in dest if dest ends with a slash.',
    'A relative dest starts at the folder of the playbook. Files are UTF-8 text of at most 1 MiB.',
  ].join('\n'),
  example: 'fetch: { src: /etc/libvirt/libvirtd.conf, dest: collected }',
  args: z.strictObject({
    src: path.describe('Path of the file on the host'),
    dest: z
      .string()
      .regex(/^[^~\0\n][^\0\n]*$/, 'a path without ~')
      .describe('Folder on the controller; with flat, the file'),
    flat: z.boolean().default(false).describe('Leave out the folders for the host and for the path on it'),
    fail_on_missing: z.boolean().default(true).describe('Fail if the file does not exist'),
  }),
  prepare: ({ src, dest, flat, fail_on_missing }, context) => {
    const name = src.split('/').at(-1) ?? '';
    const below = dest.endsWith('/') ? `${dest}${name}` : dest;
    const to = flat ? below : `${dest}/${context.variables.inventory_hostname}${src}`;
    return { src, to: context.local(to, 'dest'), fail_on_missing };
  },
  observe: ({ src, to }) => ({ file: fileAt(src), copy: localFile(to) }),
  plan: ({ src, to, fail_on_missing }, { file, copy }): Plan => {
    if (file.kind === 'absent' && !fail_on_missing) return changes();
    const content = contentOf(src, file);
    if (typeof content !== 'string') return { changes: [], failure: content.failure };
    if (content === copy) return changes();
    return changes({
      action: copy === undefined ? 'create' : 'update',
      proof: 'observed',
      what: `copy ${to}`,
      before: copy === undefined ? null : 'content',
      after: copy === undefined ? `${Buffer.byteLength(content)} bytes` : 'new content',
      diff: { label: to, before: copy ?? '', after: content },
      impact: NO_IMPACT,
      steps: [{ do: 'save', path: to, content }],
      predictions: [predict(localFile(to), content)],
    });
  },
});

function contentOf(src: string, file: FileState): string | { failure: string } {
  if (file.kind === 'absent')
    return { failure: `${src} is not there. With fail_on_missing: false that is no failure.` };
  if (file.kind === 'link') return { failure: `${src} is a link to ${file.target}: name the file itself.` };
  if (file.kind !== 'file') return { failure: `${src} is no file.` };
  return typeof file.content === 'string' ? file.content : { failure: whyUnread(src, file.content) };
}

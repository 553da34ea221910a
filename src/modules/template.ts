import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { fileResult } from '../host/file-result.ts';
import { fileAt } from '../host/files.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { changes } from '../plan/plan.ts';
import { backup, mode, ownership, plainPath, validate, writtenPath } from './arguments.ts';
import { defineModule } from './module.ts';

export const template = defineModule({
  name: 'template',
  summary: 'Render a template of the project into a file on the host',
  example: 'template: { src: motd.hbs, dest: /etc/motd, mode: "0644" }',
  args: z.strictObject({
    src: z.string().describe('Template in templates/; its suffix decides how values are escaped'),
    dest: writtenPath.describe('Path of the file on the host; with a slash at the end, the folder for src'),
    mode: mode
      .optional()
      .describe('Permissions in octal digits; if absent, unchanged, and 0644 for a new file'),
    ...ownership,
    validate,
    backup,
    force: z.boolean().default(true).describe('Whether an existing file is replaced'),
  }),
  prepare: ({ src, dest, backup: _, ...rest }, context) => ({
    ...rest,
    path: plainPath(dest.endsWith('/') ? `${dest}${src.split('/').at(-1)}` : dest),
    content: context.render(src),
  }),
  rendered: ({ path: name, content }) => [{ name, text: content }],
  resource: ({ path: name }) => `file ${name}`,
  observe: (desired) => ({ file: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: ({ validate: check, force, ...desired }, { file, session }) => {
    if (!force && file.kind !== 'absent') return changes();
    const found = fileChange(desired, file, { check: checkSteps(check, desired.content) });
    return { ...filePlan(desired.path, found, session), result: fileResult(desired, file) };
  },
});

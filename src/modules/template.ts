import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { fileAt } from '../host/files.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { mode, ownership, path, validate } from './arguments.ts';
import { defineModule } from './module.ts';

export const template = defineModule({
  name: 'template',
  summary: 'Render a template of the project into a file on the host',
  example: 'template: { src: motd.hbs, dest: /etc/motd, mode: "0644" }',
  args: z.strictObject({
    src: z.string().describe('Template in templates/; its suffix decides how values are escaped'),
    dest: path.describe('Path of the file on the host'),
    mode: mode.default('0644').describe('Permissions in octal digits'),
    ...ownership,
    validate,
  }),
  prepare: ({ src, dest, ...rest }, context) => ({ ...rest, path: dest, content: context.render(src) }),
  rendered: ({ path: name, content }) => [{ name, text: content }],
  resource: ({ path: name }) => `file ${name}`,
  observe: (desired) => ({ file: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: ({ validate: check, ...desired }, { file, session }) =>
    filePlan(desired.path, fileChange(desired, file, { check: checkSteps(check, desired.content) }), session),
});

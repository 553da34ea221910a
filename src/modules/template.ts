import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { fileResult } from '../host/file-result.ts';
import { fileAt } from '../host/files.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { checkContent } from '../netplan/file-content.ts';
import { changes } from '../plan/plan.ts';
import { backup, fileMode, ownership, plainPath, validate, writtenPath } from './arguments.ts';
import { defineModule } from './module.ts';

const mark = (what: string, usual: string) =>
  z.string().min(1).optional().describe(`What ${what} in Jinja; default ${usual}`);

const marks = {
  variable_start_string: mark('begins an expression', '{{'),
  variable_end_string: mark('ends it', '}}'),
  block_start_string: mark('begins a statement', '{%'),
  block_end_string: mark('ends it', '%}'),
  comment_start_string: mark('begins a comment', '{#'),
  comment_end_string: mark('ends it', '#}'),
};

/** What is said of how the template is written. */
function settingsIn(written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = ['trim_blocks', 'lstrip_blocks', ...Object.keys(marks)];
  return Object.fromEntries(
    Object.entries(written).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

export const template = defineModule({
  name: 'template',
  summary: 'Render a template of the project into a file on the host',
  example: 'template: { src: motd.hbs, dest: /etc/motd, mode: "0644" }',
  args: z.strictObject({
    src: z.string().describe('Template in templates/; its suffix decides how values are escaped'),
    dest: writtenPath.describe('Path of the file on the host; with a slash at the end, the folder for src'),
    mode: fileMode,
    ...ownership,
    validate,
    backup,
    trim_blocks: z
      .boolean()
      .optional()
      .describe('Drop the line break behind a statement of Jinja; default true'),
    lstrip_blocks: z
      .boolean()
      .optional()
      .describe('Drop the blanks in front of a statement of Jinja; default false'),
    ...marks,
    newline_sequence: z
      .literal('\n', { error: 'a line feed, which ends the lines of Linux' })
      .optional()
      .describe('Only a line feed'),
    output_encoding: z.literal('utf-8').optional().describe('Only utf-8'),
    force: z.boolean().default(true).describe('Whether an existing file is replaced'),
  }),
  prepare: (
    { src, dest, mode: given, owner, group, validate: check, force, backup: keeps, ...written },
    context,
  ) => {
    const path = plainPath(dest.endsWith('/') ? `${dest}${src.split('/').at(-1)}` : dest);
    const content = context.render(src, { template_destpath: path }, { path, settings: settingsIn(written) });
    checkContent(path, content, 'src', context);
    return { mode: given, owner, group, validate: check, force, backup: keeps, path, content };
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

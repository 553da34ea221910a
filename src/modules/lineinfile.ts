import * as z from 'zod';
import { textToEdit } from '../host/edited-text.ts';
import { fileChange } from '../host/file-change.ts';
import { fileAt } from '../host/files.ts';
import { editLine, type Finder, type LineEdit } from '../host/line-edit.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import { changes, type Plan } from '../plan/plan.ts';
import { patternOf } from '../template/expression/values/regex.ts';
import { editing, fileText, path, pythonPattern, searched } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  path: path.describe('Path of the file on the host'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether the file has the line'),
  line: fileText
    .regex(/^[^\n]*$/, 'one line')
    .optional()
    .describe('The line; with state: absent, equal lines are removed'),
  regexp: pythonPattern
    .optional()
    .describe('Pattern of the line to replace (the last match), or of the lines to remove'),
  search_string: z.string().min(1).optional().describe('A text to find the line by, instead of a pattern'),
  insertafter: pythonPattern
    .optional()
    .describe(
      'Pattern of the line after which a new one is inserted, or EOF (the default, also without a match)',
    ),
  insertbefore: pythonPattern
    .optional()
    .describe('Pattern of the line before which a new one is inserted, or BOF'),
  firstmatch: z.boolean().default(false).describe('Take the first match of a pattern, not the last'),
  backrefs: z
    .boolean()
    .default(false)
    .describe('Replace \\1 in line by the first group of regexp; without a match nothing is added'),
  ...editing,
});
type Desired = z.output<typeof args>;

export const lineinfile = defineModule({
  name: 'lineinfile',
  summary: 'Keep a line in a file, or remove it',
  description: 'Patterns are those of Python: (?i) at the start ignores case.',
  example: `lineinfile:
  path: /etc/libvirt/libvirtd.conf
  regexp: '^#?\\s*log_level\\b'
  line: log_level = 3`,
  aliases: { dest: 'path', name: 'path', regex: 'regexp', value: 'line' },
  args,
  prepare: (desired, context) => {
    refuse(desired, context);
    return desired;
  },
  resource: ({ path: name }) => `file ${name}`,
  observe: (desired) => ({ file: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: (desired, { file, session }): Plan => {
    const text = textToEdit(desired.path, file, desired.create || desired.state === 'absent');
    if (typeof text !== 'string') return { changes: [], failure: text.failure };
    if (file.kind === 'absent' && desired.state === 'absent') return changes();
    return searched(() => {
      const edit = editOf(desired);
      const content = editLine(text, edit);
      if (editLine(content, edit) !== content) return { changes: [], failure: RESTLESS };
      const check = checkSteps(desired.validate, content);
      return filePlan(desired.path, fileChange({ ...desired, content }, file, { check }), session);
    });
  },
});

const RESTLESS =
  'regexp also matches the line that it makes, so every run would change the file again: make it stricter.';

function refuse(
  { state, line, regexp, search_string, insertafter, insertbefore, backrefs }: Desired,
  { report }: TaskContext,
) {
  const misfit = (at: string[], detail: string) =>
    report({
      code: 'lineinfile-arguments',
      summary: 'Arguments of lineinfile do not fit together',
      detail,
      at,
    });
  if (state === 'present' && line === undefined) misfit(['state'], '`state: present` needs `line`.');
  if (state === 'absent' && line === undefined && regexp === undefined && search_string === undefined)
    misfit(['state'], '`state: absent` needs `line`, `regexp` or `search_string`.');
  if (regexp !== undefined && search_string !== undefined)
    misfit(['search_string'], 'Write either `regexp` or `search_string`.');
  if (insertafter !== undefined && insertbefore !== undefined)
    misfit(['insertbefore'], 'Write either `insertafter` or `insertbefore`.');
  if (backrefs && regexp === undefined) misfit(['backrefs'], '`backrefs` needs `regexp`.');
}

function editOf({ state, line = '', ...desired }: Desired): LineEdit {
  const { backrefs, firstmatch, insertafter, insertbefore } = desired;
  const find = finderOf(desired);
  if (state === 'absent') return { state, find: find ?? ((one) => (one === line ? [one] : null)) };
  const where = insertbefore === undefined ? 'after' : 'before';
  const anchor = insertbefore ?? insertafter ?? 'EOF';
  const insert = {
    where,
    anchor: anchor === 'BOF' || anchor === 'EOF' ? anchor : patternOf(anchor),
  } as const;
  return { state, line, find, backrefs, firstmatch, insert };
}

function finderOf({
  regexp,
  search_string: text,
}: Pick<Desired, 'regexp' | 'search_string'>): Finder | undefined {
  if (text !== undefined) return (line) => (line.includes(text) ? [text] : null);
  if (regexp === undefined) return undefined;
  const pattern = patternOf(regexp);
  return (line) => {
    pattern.lastIndex = 0;
    return pattern.exec(line);
  };
}

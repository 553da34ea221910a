import * as z from 'zod';
import { type BlockEdit, editBlock } from '../host/block-edit.ts';
import { textToEdit } from '../host/edited-text.ts';
import { fileChange } from '../host/file-change.ts';
import { fileAt } from '../host/files.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import type { Plan } from '../plan/plan.ts';
import { patternOf } from '../template/expression/values/regex.ts';
import { editing, fileText, path, pythonPattern, searched } from './arguments.ts';
import { defineModule } from './module.ts';

const oneLine = fileText.regex(/^[^\n]*$/, 'one line');

const args = z.strictObject({
  path: path.describe('Path of the file on the host'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether the file has the block'),
  block: fileText.default('').describe('The lines; without any, the block is removed'),
  marker: oneLine
    .default('# {mark} ANSIBLE MANAGED BLOCK')
    .describe('The lines around the block; {mark} stands for marker_begin and marker_end'),
  marker_begin: oneLine.default('BEGIN').describe('What {mark} is in front of the block'),
  marker_end: oneLine.default('END').describe('What {mark} is behind the block'),
  insertafter: pythonPattern
    .optional()
    .describe('Pattern of the line behind which a new block goes (the last match), or EOF, the default'),
  insertbefore: pythonPattern.optional().describe('Pattern of the line in front of which it goes, or BOF'),
  ...editing,
});
type Args = z.output<typeof args>;

export const blockinfile = defineModule({
  name: 'blockinfile',
  summary: 'Keep lines between two marks in a file, or remove them',
  description: 'Several blocks of one file need a marker each.',
  example: `blockinfile:
  path: /etc/hosts
  marker: "# {mark} lab"
  block: |
    10.0.0.1 gateway.lab
    10.0.0.2 web.lab`,
  aliases: { dest: 'path', destfile: 'path', name: 'path', content: 'block' },
  writes: { argument: 'block', path: 'path' },
  args,
  prepare: ({ insertafter, insertbefore, ...rest }, { report }) => {
    const misfit = (at: string, detail: string) =>
      report({
        code: 'blockinfile-arguments',
        summary: 'Arguments of blockinfile do not fit',
        detail,
        at: [at],
      });
    if (insertafter !== undefined && insertbefore !== undefined)
      misfit('insertbefore', 'Write either `insertafter` or `insertbefore`.');
    if (!rest.marker.includes('{mark}'))
      misfit('marker', '`marker` has no {mark}, which tells its lines apart.');
    const anchor = insertbefore ?? insertafter ?? 'EOF';
    return { ...rest, anchor, where: insertbefore === undefined ? ('after' as const) : ('before' as const) };
  },
  observe: (desired) => ({ file: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: (desired, { file, session }): Plan => {
    const text = textToEdit(desired.path, file, desired.create);
    if (typeof text !== 'string') return { changes: [], failure: text.failure };
    return searched(() => {
      const content = editBlock(text, editOf(desired));
      const check = checkSteps(desired.validate, content);
      return filePlan(desired.path, fileChange({ ...desired, content }, file, { check }), session);
    });
  },
});

function editOf({
  state,
  block,
  marker,
  marker_begin: begin,
  marker_end: end,
  where,
  anchor,
}: Pick<Args, 'state' | 'block' | 'marker' | 'marker_begin' | 'marker_end'> & {
  where: 'after' | 'before';
  anchor: string;
}): BlockEdit {
  const mark = (word: string) => marker.replaceAll('{mark}', () => word);
  return {
    marks: [mark(begin), mark(end)],
    lines: state === 'absent' || block === '' ? [] : block.replace(/\n$/, '').split('\n'),
    insert: { where, anchor: anchor === 'BOF' || anchor === 'EOF' ? anchor : patternOf(anchor) },
  };
}

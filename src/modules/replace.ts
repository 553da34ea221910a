import * as z from 'zod';
import { textToEdit } from '../host/edited-text.ts';
import { fileChange } from '../host/file-change.ts';
import { fileAt } from '../host/files.ts';
import { checkSteps } from '../host/validate-file.ts';
import { filePlan, fileSession } from '../management/network-file.ts';
import type { Plan } from '../plan/plan.ts';
import { patternOf, replacement } from '../template/expression/values/regex.ts';
import { backup, fileText, mode, ownership, path, pythonPattern, searched, validate } from './arguments.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  path: path.describe('Path of the file on the host'),
  regexp: pythonPattern.describe('Pattern of what is replaced, everywhere; ^ and $ are the ends of a line'),
  replace: fileText.default('').describe('What takes its place; \\1 is the first group'),
  after: pythonPattern.optional().describe('Pattern behind which the part begins that is searched'),
  before: pythonPattern.optional().describe('Pattern in front of which that part ends'),
  mode: mode.optional().describe('Permissions in octal digits; if absent, unchanged'),
  ...ownership,
  validate,
  backup,
});
type Args = z.output<typeof args>;

export const replace = defineModule({
  name: 'replace',
  summary: 'Replace all that a pattern matches in a file',
  description: [
    'The file has to be there. What is written must not match again in another way: a second run would change it',
    'again. Patterns are those of Python.',
  ].join('\n'),
  example: `replace:
  path: /etc/hosts
  regexp: '^(\\S+)\\s+old\\.lab$'
  replace: '\\1 new.lab'`,
  aliases: { dest: 'path', destfile: 'path', name: 'path' },
  args,
  observe: (desired) => ({ file: fileAt(desired.path), ...fileSession(desired.path) }),
  plan: (desired, { file, session }): Plan => {
    const text = textToEdit(desired.path, file, false, 'Make it by a task in front of this one.');
    if (typeof text !== 'string') return { changes: [], failure: text.failure };
    return searched(() => {
      const content = replaced(text, desired);
      if (replaced(content, desired) !== content) return { changes: [], failure: RESTLESS };
      const check = checkSteps(desired.validate, content);
      return filePlan(desired.path, fileChange({ ...desired, content }, file, { check }), session);
    });
  },
});

const RESTLESS =
  'regexp also matches what it makes, so every run would change the file again: make it stricter.';

/** The text with everything replaced. Source: `replace` of Ansible 2.14. */
function replaced(text: string, { regexp, replace: fresh, after, before }: Args): string {
  const [start, end] = sectionOf(text, after, before);
  const fill = replacement(fresh);
  const section = text.slice(start, end).replace(patternOf(regexp, { multiline: true }), fill);
  return text.slice(0, start) + section + text.slice(end);
}

/** The part of the text between two patterns, or of it all; of a text without them an empty one. */
function sectionOf(text: string, after: string | undefined, before: string | undefined): [number, number] {
  const opening = after === undefined ? undefined : patternOf(after, { dotall: true }).exec(text);
  if (opening === null) return [0, 0];
  const start = opening ? opening.index + opening[0].length : 0;
  if (before === undefined) return [start, text.length];
  const rest = text.slice(start);
  // Without `after` the part is as long as it can be.
  const ends = [...rest.matchAll(patternOf(before, { dotall: true }))];
  const end = after === undefined ? ends.at(-1) : ends[0];
  return end ? [start, start + end.index] : [0, 0];
}

import * as z from 'zod';
import { type Found, foundIn } from '../host/found-files.ts';
import { globExpression } from '../inventory/glob.ts';
import { patternOf } from '../template/expression/values/regex.ts';
import { nameList, path, pythonPattern, searched } from './arguments.ts';
import { defineModule } from './module.ts';

const list = nameList.pipe(z.array(z.string().min(1)));

const args = z.strictObject({
  paths: list.pipe(z.array(path).min(1)).describe('Folders of the host: a list, or one text with commas'),
  patterns: list.default(['*']).describe('Patterns of names such as *.xml, of which one fits'),
  excludes: list.default([]).describe('Patterns of names that are left out'),
  use_regex: z.boolean().default(false).describe('Whether patterns are regular expressions of Python'),
  file_type: z.enum(['file', 'directory', 'link', 'any']).default('file').describe('What is looked for'),
  recurse: z.boolean().default(false).describe('Whether folders in these folders are looked through, too'),
  hidden: z.boolean().default(false).describe('Whether names that begin with a dot count'),
});
type Desired = z.output<typeof args>;

export const find = defineModule({
  name: 'find',
  onlyReads: true,
  selfContained: true,
  summary: 'List what is in folders of the host',
  description: [
    'What register keeps has files, each with path, mode, size, mtime, pw_name, gr_name, isreg, isdir, islnk, in the order',
    'of their paths, and matched. A folder that is not there has nothing. A dry run finds what is there now.',
  ].join('\n'),
  example: 'find: { paths: /etc/libvirt/hooks, patterns: "*.sh" }',
  aliases: { path: 'paths', name: 'paths', pattern: 'patterns', exclude: 'excludes' },
  advice: {
    age: 'Use a condition on the mtime of the files that it finds.',
    size: 'Use a condition on the size of the files that it finds.',
    contains: 'Write a command: grep -rl PATTERN FOLDER, with changed_when: false, and use its stdout_lines.',
  },
  args,
  prepare: (desired, { report }) => {
    if (desired.use_regex)
      for (const key of ['patterns', 'excludes'] as const)
        for (const text of key === 'patterns' && isAny(desired) ? [] : desired[key])
          for (const issue of pythonPattern.safeParse(text).error?.issues ?? [])
            report({
              code: 'find-pattern',
              summary: 'A pattern cannot be read',
              detail: `\`${text}\`: ${issue.message}`,
              at: [key],
            });
    return desired;
  },
  observe: ({ paths, recurse }) =>
    Object.fromEntries(paths.map((folder) => [folder, foundIn(folder, recurse)])),
  plan: (desired, current) => {
    const all = Object.values(current).flat();
    return searched(() => {
      const files = all.filter((one) => isMeant(one, desired));
      const matched = files.length;
      return { changes: [], result: { files, matched, examined: all.length, skipped_paths: {} } };
    });
  },
});

function isAny({ patterns }: Desired): boolean {
  return patterns.length === 1 && patterns[0] === '*';
}

function isMeant(found: Found, desired: Desired): boolean {
  const { file_type, hidden, use_regex, patterns, excludes } = desired;
  const name = found.path.slice(found.path.lastIndexOf('/') + 1);
  if (!hidden && name.startsWith('.')) return false;
  const fits = (text: string) =>
    use_regex ? patternOf(text, {}, 'match').test(name) : globExpression(text).test(name);
  if (!isAny(desired) && !patterns.some(fits)) return false;
  if (excludes.some(fits)) return false;
  const { isreg, isdir, islnk } = found;
  return { file: isreg, directory: isdir, link: islnk, any: true }[file_type];
}

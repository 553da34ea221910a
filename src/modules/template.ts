import * as z from 'zod';
import { fileChange } from '../plan/file-change.ts';
import { fileAt } from '../plan/files.ts';
import { changes } from '../plan/plan.ts';
import { type Step, scriptStep } from '../plan/step.ts';
import { argv, mode, owner, path } from './arguments.ts';
import { defineModule } from './module.ts';

export const template = defineModule({
  name: 'template',
  summary: 'A file on the host that is rendered from a template of the project',
  example: 'template: { src: motd.hbs, dest: /etc/motd, mode: "0644" }',
  args: z.strictObject({
    src: z.string().describe('Template in templates/; its ending decides how values are escaped'),
    dest: path.describe('Where the file is on the host'),
    mode: mode.default('0644').describe('Permissions, in quoted octal digits'),
    owner: owner.optional().describe('User that owns it; a new file belongs to root'),
    group: owner.optional().describe('Group that owns it; a new file belongs to root'),
    validate: argv
      .refine(
        (words) => words.some((word) => word.includes('%s')),
        'a list in which %s stands for the new file',
      )
      .optional()
      .describe('Program and arguments that check the new file before it is installed; %s is its path'),
  }),
  prepare: ({ src, dest, ...rest }, desk) => ({ ...rest, path: dest, content: desk.render(src) }),
  rendered: ({ path: name, content }) => [{ name, text: content }],
  observe: (wanted) => ({ file: fileAt(wanted.path) }),
  plan: ({ validate, ...wanted }, { file }) =>
    changes(...fileChange(wanted, file, { check: validate ? [checkStep(validate, wanted.content)] : [] })),
});

/** The new content lies in a file of its own while it is checked. `%s` counts once in each argument. */
const CHECK = `
new=$(mktemp) || exit
trap 'rm -f -- "$new"' EXIT
cat >"$new" || exit
for word; do
  shift
  case $word in *%s*) word=\${word%%%s*}$new\${word#*%s} ;; esac
  set -- "$@" "$word"
done
"$@"`;

function checkStep(argv: readonly string[], content: string): Step {
  return scriptStep(`validate with ${argv.join(' ')}`, CHECK, argv, content);
}

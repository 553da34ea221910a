import * as z from 'zod';
import { conditionProbes, LONGEST_RUN, running } from '../host/run-command.ts';
import { scriptStep } from '../plan/step.ts';
import { argv, path, runConditions } from './arguments.ts';
import { defineModule } from './module.ts';

export const script = defineModule({
  name: 'script',
  summary: 'Run a script of the project on the host',
  description: [
    'The script is a file in files/ or next to the playbook, followed by its arguments. It is copied to the',
    'host, run there and removed. All else is as with command, including the short form: script: grow.sh vda creates=/x.',
  ].join('\n'),
  example: 'script: { argv: [tune.sh, --now], creates: /etc/virtfleet/tuned }',
  freeForm: { argument: 'argv', cut: true },
  opaque: true,
  args: z.strictObject({
    argv: argv.describe('File of the project and its arguments; no shell interprets them'),
    executable: path.optional().describe('Interpreter of the script, instead of the one in its first line'),
    ...runConditions,
    chdir: path.optional().describe('Folder to run it in'),
  }),
  prepare: ({ argv: [name = '', ...words], ...rest }, context) => ({
    ...rest,
    name,
    words,
    text: context.read(name),
  }),
  observe: (desired) => conditionProbes(desired),
  plan: ({ name, words, text, executable, chdir, creates }, current) => {
    const said = [name, ...words].join(' ');
    const step = {
      ...scriptStep(said, RUN, [executable ?? '', ...words], text),
      seconds: LONGEST_RUN,
      ...(chdir !== undefined && { chdir }),
    };
    return running(`run ${said}`, step, { creates }, current);
  },
});

/** The file is there only while it runs; it has no input. */
const RUN = `
file=$(mktemp) || exit
trap 'rm -f -- "$file"' EXIT; trap 'exit 143' TERM
cat >"$file" && chmod 700 "$file" || exit
program=$1; shift
if [ -n "$program" ]; then "$program" "$file" "$@" </dev/null; else "$file" "$@" </dev/null; fi`;

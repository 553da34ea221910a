import * as z from 'zod';
import { conditionProbes, LONGEST_RUN, running } from '../host/run-command.ts';
import { scriptStep } from '../plan/step.ts';
import { argv, path, runConditions } from './arguments.ts';
import { defineModule } from './module.ts';

export const script = defineModule({
  name: 'script',
  summary: 'Run a script of the project on the host',
  description: [
    'The script is a file in files/, or beside the playbook; the words behind it are its arguments. It is brought to the',
    'host, run there and removed. Otherwise it is like command, also in its short form: script: grow.sh vda creates=/x.',
  ].join('\n'),
  example: 'script: { argv: [tune.sh, --now], creates: /etc/virtfleet/tuned }',
  freeForm: { argument: 'argv', cut: true },
  opaque: true,
  args: z.strictObject({
    argv: argv.describe('File of the project and its arguments; no shell reads them'),
    executable: path.optional().describe('Program that reads the script, instead of that of its first line'),
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

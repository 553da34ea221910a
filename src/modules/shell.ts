import * as z from 'zod';
import { hiddenTexts } from '../hidden-texts.ts';
import { conditionProbes, LONGEST_RUN, running } from '../host/run-command.ts';
import { scriptStep } from '../plan/step.ts';
import { placeToRun, runConditions } from './arguments.ts';
import { defineModule } from './module.ts';

export const shell = defineModule({
  name: 'shell',
  summary: 'Run a command line in the shell of the host',
  description: [
    'A string instead of arguments is the command line, without creates=, removes=, chdir=, stdin= and executable=',
    'that stand in it. A value that comes from outside is quoted by the function quote: rm -- {{ quote(name) }}.',
    'All else is as with command: a dry run cannot predict its effect, creates and removes say when there is',
    'nothing to do, and changed_when: false on its task says that it only reads.',
  ].join('\n'),
  example:
    'shell: virsh net-list --name | grep -c . >/etc/virtfleet/networks creates=/etc/virtfleet/networks',
  freeForm: { argument: 'cmd', cut: false },
  opaque: true,
  args: z.strictObject({
    cmd: z
      .string()
      .regex(/^[^\0]*\S[^\0]*$/, 'a shell command')
      .describe('The command line'),
    executable: z
      .string()
      .regex(/^(\/[^\0\n]+|[\w.-]+)$/, 'an absolute path, or the name of a program')
      .default('/bin/sh')
      .describe('The shell'),
    ...runConditions,
    ...placeToRun,
  }),
  observe: (desired) => conditionProbes({ ...desired, line: desired.cmd }),
  plan: ({ cmd, executable, chdir, stdin, creates }, current) => {
    const where = { ...(chdir !== undefined && { chdir }), ...(stdin !== undefined && { stdin }) };
    // A cut would leave half of a secret.
    const shown = hiddenTexts.conceal(cmd.trim());
    const line = shown.split('\n')[0] ?? '';
    const label = line.length > 60 || line !== shown ? `${line.slice(0, 60)}…` : line;
    const step = { ...scriptStep(label, RUN, [executable, cmd]), seconds: LONGEST_RUN, ...where };
    return running(`run ${label}`, step, { creates, line: cmd }, current);
  },
});

/**
 * The text is in a file while it runs: as an argument (`sh -c`) every user of the host could read it, and a long one
 * would not start. printf is of the shell itself.
 */
const RUN = `
folder=$(mktemp -d) || exit
trap 'rm -rf -- "$folder"' EXIT; trap 'exit 143' TERM
printf '%s\\n' "$2" >"$folder/\${1##*/}" || exit
"$1" "$folder/\${1##*/}"`;

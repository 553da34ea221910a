import * as z from 'zod';
import { conditionProbes, LONGEST_RUN, running } from '../host/run-command.ts';
import { argv, placeToRun, runConditions } from './arguments.ts';
import { defineModule } from './module.ts';

export const command = defineModule({
  name: 'command',
  summary: 'Run a program on the host',
  description: [
    'A string instead of arguments, or as cmd, is split into words before its expressions are computed; creates=, removes=,',
    'chdir= and stdin= can be part of it: command: virsh net-dumpxml {{ name }} creates=/etc/{{ name }}.xml.',
    'Its effect cannot be predicted: a dry run marks later tasks as unverified.',
    'creates and removes say when there is nothing to do. changed_when: false on the task says that the command only reads:',
    'then it counts as ok. In a dry run it is not started. What says that the network reads its files again, such as',
    'netplan apply, runs under a guard; guard: true on the task says so of any other.',
  ].join('\n'),
  example: 'command: { argv: [virt-host-validate, qemu], creates: /etc/virtfleet/validated }',
  freeForm: { argument: 'argv', cut: true },
  opaque: true,
  args: z.strictObject({
    argv: argv.describe('Program and arguments; no shell interprets them'),
    ...runConditions,
    ...placeToRun,
  }),
  observe: (desired) => conditionProbes({ ...desired, line: desired.argv.join(' ') }),
  plan: ({ argv: words, chdir, stdin, creates }, current) => {
    const where = { ...(chdir !== undefined && { chdir }), ...(stdin !== undefined && { stdin }) };
    const step = { do: 'run', argv: words, seconds: LONGEST_RUN, ...where } as const;
    return running(`run ${words.join(' ')}`, step, { creates, line: words.join(' ') }, current);
  },
  registers: ({ argv: [program = ''] }, output) => {
    const isMissing = output.rc === 127 && /: not found$/.test(String(output.stderr));
    return isMissing ? { ...output, ...NOTHING, msg: `${NO_PROGRAM}: b'${program}'` } : output;
  },
});

/** Of a program that is not there. Source: what `command` of Ansible 2.14 gets from Python's subprocess. */
const NOTHING = { rc: 2, stdout: '', stdout_lines: [], stderr: '', stderr_lines: [] };
const NO_PROGRAM = '[Errno 2] No such file or directory';

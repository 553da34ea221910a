import * as z from 'zod';
import { NO_IMPACT } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import { only, type Probe, type Probes } from '../plan/probe.ts';
import { argv, path } from './arguments.ts';
import { defineModule } from './module.ts';

export const command = defineModule({
  name: 'command',
  summary: 'Run a program on the host',
  description: [
    'A text instead of arguments is cut into words before its expressions are computed; creates=, removes=, chdir= and',
    'stdin= may stand in it: command: virsh net-dumpxml {{ name }} creates=/etc/{{ name }}.xml.',
    'What it does cannot be predicted: a dry run marks the tasks behind it as tentative.',
    'creates and removes say when there is nothing to do. changed_when: false on its task says that it only reads:',
    'then it counts as ok, and runs in a real run only.',
  ].join('\n'),
  example: 'command: { argv: [virt-host-validate, qemu], creates: /etc/virtfleet/validated }',
  freeForm: 'argv',
  opaque: true,
  args: z.strictObject({
    argv: argv.describe('Program and arguments; no shell reads them'),
    creates: path.optional().describe('Does nothing when this is there'),
    removes: path.optional().describe('Does nothing when this is not there'),
    chdir: path.optional().describe('Folder to run it in'),
    stdin: z.string().optional().describe('What it reads'),
  }),
  observe: ({ creates, removes }): Probes => ({
    ...(creates !== undefined && { creates: existence(creates) }),
    ...(removes !== undefined && { removes: existence(removes) }),
  }),
  plan: ({ argv: words, chdir, stdin }, seen): Plan => {
    if (seen.creates === true || seen.removes === false) return changes();
    const where = { ...(chdir !== undefined && { chdir }), ...(stdin !== undefined && { stdin }) };
    return changes({
      what: `run ${words.join(' ')}`,
      before: null,
      after: 'run',
      impact: NO_IMPACT,
      steps: [{ do: 'run', argv: words, ...where }],
      leaves: [],
      opaque: true,
    });
  },
});

/** Not `fileAt`: what a command creates may be the disk of a guest, which nobody wants to read. */
function existence(file: string): Probe<boolean> {
  return {
    key: `exists ${file}`,
    ask: { kind: 'script', script: 'if [ -e "$1" ] || [ -L "$1" ]; then echo yes; fi', args: [file] },
    parse: (answers) => only(answers).stdout.toString() === 'yes\n',
  };
}

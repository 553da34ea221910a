import { quote } from '../../plan/quote.ts';
import type { Step } from '../../plan/step.ts';
import { command, scriptText } from './command.ts';
import { detachedText } from './detached.ts';
import type { Virsh } from './virsh.ts';
import { virshSet, virshText } from './virsh-set.ts';
import { writeFileScript } from './write-file.ts';

/** Shell text of one step, whose status is zero when it succeeded. */
export function stepText(step: Step, virsh: Virsh): string {
  switch (step.do) {
    case 'run':
      return accepting(step.accept, command(step.argv, step.stdin, step.chdir));
    case 'script':
      return scriptText(step.script, step.args, step.stdin, step.chdir);
    case 'virsh':
      return virshText(virsh, step.argv, step.stdin);
    case 'virsh-set':
      return virshSet(virsh, step.commands, step.stdin, step.rollback);
    case 'write':
      return writeFileScript(step);
    case 'remove':
      return quote(['rm', '-f', '--', step.path]);
    case 'detached':
      return detachedText(step, virsh);
    case 'reconnect':
    case 'save':
    case 'request':
      throw new Error(`${step.do} is nothing that a script on the host does`);
  }
}

function accepting(accept: readonly number[] | undefined, run: string): string {
  if (!accept?.length) return run;
  return `${run}\nstatus=$?\ncase $status in ${accept.map(Math.trunc).join('|')}) true ;; *) (exit $status) ;; esac`;
}

import type { Step } from '../../plan/step.ts';

/** `--network NAME` keeps a name that begins with a dash from being an option. */
export function virsh(command: string, network: string, ...more: string[]): Step & { do: 'virsh' } {
  return { do: 'virsh', argv: [command, '--network', network, ...more] };
}

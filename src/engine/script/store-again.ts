import { quote } from '../../plan/quote.ts';
import { type Virsh, virshArgv } from './virsh.ts';

/** What changes a network in the memory of libvirt before it stores it. */
const CHANGING = ['net-update', 'net-metadata', 'net-desc'];

/** The network whose stored definition a command of virsh changes bit by bit, if it does. */
export function storedBy([name = '', ...words]: readonly string[]): string | undefined {
  return CHANGING.includes(name) && words.includes('--config')
    ? words[words.indexOf('--network') + 1]
    : undefined;
}

/**
 * Shell text for after commands that failed, such as on a full disk: libvirt shows what it could not store as if it had
 * (seen from 9.0 to 11.3), and forgets it when its daemon starts again. Each network is defined as it is shown. Where that
 * fails as well libvirt calls the network transient, and the next run finds that. Empty where nothing is changed bit by bit.
 */
export function storeAgain(virsh: Virsh, commands: readonly (readonly string[])[]): string {
  const networks = new Set(commands.flatMap((argv) => storedBy(argv) ?? []));
  return [...networks]
    .map((name) => {
      const shown = quote(virshArgv(virsh, 'net-dumpxml', '--inactive', '--network', name));
      return `[ $status = 0 ] || { ${shown} | ${quote(virshArgv(virsh, 'net-define', '/dev/stdin'))}; } >/dev/null 2>&1\n`;
    })
    .join('');
}

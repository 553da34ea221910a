import type { FileState } from '../../src/host/files.ts';
import { dnsmasq } from '../../src/modules/dnsmasq.ts';
import { trial } from './trial.ts';

export const PATH = '/etc/dnsmasq.d/guests.conf';
export const absent: FileState = { kind: 'absent' };

/** What becomes of a file that another dnsmasq of the host reads. */
export function on(
  file: FileState,
  args: object = {},
  current: { cutOff?: boolean; program?: boolean } = {},
) {
  const { program = true, ...rest } = current;
  const host = { program, files: {}, instances: {} };
  return trial(
    dnsmasq,
    { name: 'guests', path: PATH, ...args },
    { conf: file, host, links: { links: ['br0', 'br1'], routes: [] }, cutOff: false, tested: null, ...rest },
  );
}

/** The lines that dnsmasq would read. */
export function lines(args: object): string[] {
  return (on(absent, args).plan.changes[0]?.diff?.after ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

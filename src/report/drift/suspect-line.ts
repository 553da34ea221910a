import type { Suspect } from '../../drift/finding.ts';
import { printable } from '../printable.ts';
import { when } from '../when.ts';

/** `perhaps by bob, 2026-11-28 05:31:12: sudo virsh net-destroy lab`. */
export function suspectLine(
  { certain, kind, who, what, at }: Suspect,
  timeText: (time: string) => string = when,
): string {
  const did = kind === 'login' ? `logged in ${what}` : kind === 'sudo' ? `sudo ${what}` : `run of "${what}"`;
  return `${certain ? 'by' : 'perhaps by'} ${printable(who)}, ${timeText(at)}: ${printable(did)}`;
}

import type { Work } from '../apply.ts';
import { lockFunctions, type Writer } from '../script/lock.ts';
import type { Virsh } from '../script/virsh.ts';
import { scriptOf } from '../write-script.ts';

/** What a run does last on a host, with nobody waiting for what it comes to. */
export interface LastWork {
  work: Work;
  become: boolean;
}

/** Shell text that does the last work, if there is any, has the host note with `leave` how it is left, and unlocks it. */
export function lastText(
  work: Work | undefined,
  leave: string,
  { virsh, writer, nonce }: { virsh: Virsh; writer: Writer; nonce: string },
): string {
  const begin = work ? scriptOf([work], virsh, writer, nonce).text : lockFunctions(writer);
  return [begin, leave, 'unlock'].join('\n');
}

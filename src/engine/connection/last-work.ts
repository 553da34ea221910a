import type { Work } from '../apply.ts';
import { lockFunctions, type Writer } from '../script/lock.ts';
import type { Virsh } from '../script/virsh.ts';
import { scriptOf } from './write-script.ts';

/** What a run does last on a host, with nobody waiting for what it comes to. */
export interface LastWork {
  work: Work;
  become: boolean;
}

/** A session, and what its scripts are made with. */
interface At {
  become: boolean;
  virsh: Virsh;
  writer: Writer;
  nonce: string;
}

/** Shell text that does the last work, if it is for this session, has the host note with `leave` how it is left, and unlocks it. */
export function lastText(
  last: LastWork | undefined,
  leave: string,
  { become, virsh, writer, nonce }: At,
): string {
  const begin =
    last?.become === become ? scriptOf([last.work], virsh, writer, nonce).text : lockFunctions(writer);
  return [begin, leave, 'unlock'].join('\n');
}

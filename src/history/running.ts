import { readFileSync } from 'node:fs';

/** A process of a machine. Ids are used again: `born` is when it began, in ticks since the boot (proc(5)), where that is told. */
export interface RunProcess {
  pid: number;
  born?: string | undefined;
}

export function processOf(pid: number): RunProcess {
  return { pid, born: bornOf(pid) };
}

/**
 * Whether a process of this machine has not ended, as far as is seen here; `isTaken` tells whether its id is one of a
 * process now. When that began cannot be seen where processes of others are hidden (proc(5), `hidepid`).
 */
export function lives({ pid, born }: RunProcess, isTaken: (pid: number) => boolean): boolean {
  const now = bornOf(pid);
  return isTaken(pid) && (now === undefined || born === undefined || now === born);
}

/** Field 22; the name of the program before it may have spaces and brackets. */
function bornOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

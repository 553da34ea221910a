import { quote } from '../plan/quote.ts';
import { marker } from './markers.ts';

/** How a host's libvirt is reached. */
export interface Virsh {
  /** Such as `qemu:///system`. */
  uri: string;
  /** `virsh -r`: libvirt itself refuses every write. */
  readOnly: boolean;
}

/** The argv of virsh for one command, or for several in one string. */
export function virshArgv({ uri, readOnly }: Virsh, ...command: readonly string[]): string[] {
  return ['virsh', '-q', ...(readOnly ? ['-r'] : []), '-c', uri, ...command];
}

/** Room for one argument of a program on Linux (MAX_ARG_STRLEN is 128 KiB), with the names that quoting adds. */
const LONGEST = 64 * 1024;

/**
 * Shell text that runs virsh commands with a mark before each, in as few processes as fit into an argument:
 * a process costs more than all it reads. `echo` writes the marks on stdout, and on stderr as `error: MARK`.
 */
export function virshBatches(
  virsh: Virsh,
  commands: readonly { mark: string; argv: readonly string[] }[],
  nonce: string,
): string {
  const batches: string[] = [];
  let batch = '';
  for (const { mark, argv } of commands) {
    const echo = virshWord(marker(nonce, mark));
    const text = `echo ${echo};echo --err ${echo};${argv.map(virshWord).join(' ')};`;
    if (batch.length + text.length > LONGEST && batch) {
      batches.push(batch);
      batch = '';
    }
    batch += text;
  }
  if (batch) batches.push(batch);
  return batches.map((text) => `${quote(virshArgv(virsh, text))} </dev/null`).join('\n');
}

/** A word of virsh's own command line, which knows single quotes and the backslash as a shell does: virsh(1). */
function virshWord(word: string): string {
  return /^[A-Za-z0-9_./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

import { command } from './command.ts';

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
 * a process costs more than all it reads. `echo` writes the marks on stdout, and on stderr as `error: MARK`. They stand
 * in an argument: nothing secret may be in them.
 */
export function virshBatches(
  virsh: Virsh,
  commands: readonly { mark: string; argv: readonly string[] }[],
): string {
  const texts = commands.map(({ mark, argv }) => {
    const echo = virshWord(mark);
    return `echo ${echo};echo --err ${echo};${virshLine(argv)};`;
  });
  return processes(virsh, texts, '').join('\n');
}

/** Shell commands that run these texts of virsh, and `last` at the end of each process. The first one gets the input. */
export function processes(virsh: Virsh, texts: readonly string[], last: string, stdin?: string): string[] {
  const batches: string[] = [];
  for (const text of texts) {
    const batch = batches.at(-1);
    if (batch === undefined || batch.length + text.length > LONGEST) batches.push(text);
    else batches[batches.length - 1] = batch + text;
  }
  return batches.map((text, index) =>
    command(virshArgv(virsh, text + last), index === 0 ? stdin : undefined),
  );
}

/** Whether a text of virsh is one argument of a process. */
export function fitsIntoOne(text: string): boolean {
  return text.length <= LONGEST;
}

/** A command as virsh reads it among others. */
export function virshLine(argv: readonly string[]): string {
  return argv.map(virshWord).join(' ');
}

/** A word of virsh's own command line, which knows single quotes and the backslash as a shell does: virsh(1). */
export function virshWord(word: string): string {
  return /^[A-Za-z0-9_./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

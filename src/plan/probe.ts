/** What a host answered to one probe. Bytes, because the output of a host is data in no particular encoding. */
export interface Answer {
  /** Exit status of the script; for virsh reads always 0, since virsh reports failure on stderr only. */
  status: number;
  stdout: Buffer;
  stderr: Buffer;
}

/**
 * How a host is asked.
 *
 * `script` is a constant POSIX shell fragment that reads its values as `$1`, `$2`, …; it must not write. It can call
 * `libvirt 'COMMANDS'`, a virsh that is connected to the host's libvirt (`$libvirt_uri`) and refuses to write.
 * `virsh` is a list of virsh commands, each an argv; all virsh reads of a round trip share one process.
 * `local` is a file on the operator's machine, which no host is asked for.
 */
export type Ask =
  | { kind: 'script'; script: string; args: readonly string[] }
  | { kind: 'virsh'; commands: readonly (readonly string[])[] }
  | { kind: 'local'; path: string };

/**
 * A read of a host, as data. Two probes with the same key are the same read: it is done once, and a prediction
 * for the one is a prediction for the other.
 *
 * `parse` is pure. "Not there" is an ordinary value; a read that could not be done at all throws `ProbeError`.
 */
export interface Probe<T = unknown> {
  key: string;
  ask: Ask;
  parse: (answers: readonly Answer[]) => T;
  /** Which of its family it is, where other probes follow from it: see `Dependency`. */
  member?: { kind: string; name: string };
  /** Every user of the host reads the same: a record of the answer may lie in a file that all users can read. */
  open?: true;
  /** True for what changes by itself (leases, counters): it does not count when a host is compared before writing. */
  volatile?: boolean;
  /** True where its answers have counts and ids that a restart changes: only what is parsed tells whether all is as before. */
  renumbered?: true;
  /** What in its answers is secret, besides what looks like it anywhere: what matches. A snapshot is kept without it. */
  secrets?: readonly RegExp[];
  /**
   * The same answers as texts in which secrets can be found, where that is not how they come; `parse` reads both.
   * `about` says of the key of another probe whether it is of a task with secrets; undefined where no task asks it.
   */
  kept?: (
    answers: readonly Answer[],
    about: (key: string) => { secret: boolean } | undefined,
  ) => readonly Answer[];
  /** A broader question whose answer has this one's: a snapshot that has only that answers with it. */
  within?: { probe: Probe; answers: (value: unknown) => readonly Answer[] };
  /** True for what a change brings about only after a while: volatile, and read again after everything that is done. */
  awaited?: boolean;
}

/** Probes that read the same of different things: of each link, network or file, by its name. */
export interface Family<T> {
  kind: string;
  /** The probe of one of them. */
  of: (name: string, probe: Omit<Probe<T>, 'key' | 'member'>) => Probe<T>;
}

/** `kind` is what the keys of its probes begin with. */
export function family<T>(kind: string): Family<T> {
  return { kind, of: (name, probe) => ({ key: `${kind} ${name}`, member: { kind, name }, ...probe }) };
}

/** A record of probes, as a module's `observe` returns it. */
export type Probes = Readonly<Record<string, Probe>>;

/** The values that belong to a record of probes. */
export type Current<P extends Probes> = {
  readonly [K in keyof P]: NonNullable<P[K]> extends Probe<infer T> ? T : never;
};

/** A read that the host could not answer: a missing program, a daemon that is down, output nobody understands. */
export class ProbeError extends Error {
  override name = 'ProbeError';
}

/** The one answer of a probe that asks once. */
export function only(answers: readonly Answer[]): Answer {
  const [answer] = answers;
  if (!answer) throw new ProbeError('the host gave no answer');
  return answer;
}

/** What the one answer of a probe printed; `purpose` is what it was for, as in `cannot read the routes: why`. */
export function printed(answers: readonly Answer[], purpose: string): string {
  const { status, stdout, stderr } = only(answers);
  if (status !== 0) throw new ProbeError(`cannot ${purpose}: ${stderr.toString().trim()}`);
  return stdout.toString();
}

/**
 * What a program of the host printed as JSON; undefined for no text. `purpose` is as for `printed`. Whoever reads it knows
 * nothing of its shape: a host may print anything.
 */
export function jsonIn(text: string, purpose: string): unknown {
  try {
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch {
    throw new ProbeError(`cannot ${purpose}: what the host prints is no JSON`);
  }
}

/** The same as a list of objects, as `ip -j` prints it. */
export function objectsIn(text: string, purpose: string): Record<string, unknown>[] {
  const all = jsonIn(text, purpose) ?? [];
  if (!Array.isArray(all)) throw new ProbeError(`cannot ${purpose}: what the host prints is no list`);
  return all.filter((one) => typeof one === 'object' && one !== null);
}

/**
 * The same probe where a host may not be able to answer: then its value is what `otherwise` makes of the reason. It is
 * for scripts: what virsh cannot read at all has no answer.
 */
export function attempted<T, O>(probe: Probe<T>, otherwise: (why: string) => O): Probe<T | O> {
  const parse = (answers: readonly Answer[]) => {
    try {
      return probe.parse(answers);
    } catch (error) {
      if (error instanceof ProbeError) return otherwise(error.message);
      throw error;
    }
  };
  return { ...probe, parse };
}

/**
 * One thing to do on a host, as data. New kinds of action become a new kind here, never a callback.
 * The engine turns steps into shell; the first step that fails ends its task.
 */
export type Step =
  /**
   * Run a program. `stdin` is its input; statuses in `accept` (default only 0) count as success. `label` says what it
   * is for, where its words would tell a reader nothing. `seconds` is how long it may take, where that is more than a
   * moment.
   */
  | {
      do: 'run';
      argv: readonly string[];
      label?: string;
      stdin?: string;
      chdir?: string;
      accept?: readonly number[];
      seconds?: number;
    }
  /**
   * Run a constant POSIX shell script, which reads its values as `$1`, `$2`, …. Neither they nor its input are ever
   * arguments of a process, which every user of the host could read and which have a longest length: contents go here.
   * `label` says what it is for, as in `label ended with status 1: …`. `ofRoot` is set where nobody else can do it.
   */
  | {
      do: 'script';
      label: string;
      script: string;
      args: readonly string[];
      stdin?: string;
      chdir?: string;
      seconds?: number;
      ofRoot?: true;
    }
  /** Run virsh against the host's libvirt. `stdin` can be read by the command as /dev/stdin. */
  | { do: 'virsh'; argv: readonly string[]; stdin?: string }
  /**
   * Run many commands in one virsh. All are tried, also after one that failed; each that fails is reported with its reason.
   * `stdin` can be read by one of the first as /dev/stdin. Where any fails, `rollback` is done.
   */
  | { do: 'virsh-set'; commands: readonly (readonly string[])[]; stdin?: string; rollback?: VirshRollback }
  /** Write a file whole: temporary name in the same folder, mode, owner, rename. Parent folders are made. */
  | { do: 'write'; path: string; content: string; mode: string; owner?: string; group?: string }
  /** Remove a file; one that is not there is success. */
  | { do: 'remove'; path: string }
  /**
   * Run a constant POSIX shell script as one unit of the host, which comes to its end also when this session does not
   * live to see it. It reads its values as `$1`, `$2`, …, stands in an empty folder of its own, and can call
   * `libvirt COMMAND…`, a virsh that is connected to the host's libvirt. `stdin` is its input.
   */
  | {
      do: 'detached';
      label: string;
      script: string;
      args: readonly string[];
      stdin?: string;
      ofRoot?: true;
    }
  /**
   * Give the connection up, and open new ones until one comes in over which a constant POSIX shell script succeeds,
   * which reads its values as `$1`, `$2`, …. After `delay` seconds it is tried for `seconds`.
   */
  | { do: 'reconnect'; script: string; args: readonly string[]; delay?: number; seconds: number }
  | LocalStep;

/** What takes back all that a set of commands may have done; `done` is the sentence for when the last of it succeeds. */
export interface VirshRollback {
  commands: readonly (readonly string[])[];
  stdin?: string;
  done: string;
}

/** A step on the operator's machine: done when those of the host before it are. */
export type LocalStep =
  /** Write a file whole; parent folders are made. */
  | { do: 'save'; path: string; content: string }
  /** Ask a web service. `accept` are the statuses that are no failure; `content` says whether the result has it. */
  | {
      do: 'request';
      url: string;
      method: string;
      headers: Readonly<Record<string, string>>;
      body?: string;
      accept: readonly number[];
      content: boolean;
      follow: boolean;
      seconds: number;
    };

export function isLocal(step: Step): step is LocalStep {
  return step.do === 'save' || step.do === 'request';
}

/** The step that runs a constant POSIX shell script. */
export function scriptStep(
  label: string,
  script: string,
  args: readonly string[],
  stdin?: string,
): Step & { do: 'script' } {
  return { do: 'script', label, script, args, ...(stdin !== undefined && { stdin }) };
}

/** Seconds that libvirt may take for one command of a set, beside all else that the host does; a few are a moment. */
const COMMAND = 3;
const FEW = 10;

/** Seconds that steps may take, beyond a moment. */
export function secondsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (step.do === 'virsh-set') return sum + Math.max(0, step.commands.length - FEW) * COMMAND;
    return sum + ((('run' === step.do || 'script' === step.do) && step.seconds) || 0);
  }, 0);
}

/** A line for everything that a step does, for `-v`. */
export function stepLines(step: Step): string[] {
  return step.do === 'virsh-set' ? step.commands.map(virshLine) : [describeStep(step)];
}

function virshLine(argv: readonly string[]): string {
  return `virsh ${argv.join(' ')}`;
}

/** The first line a reader needs to know of a step, for the report of a failure. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'run':
      return step.label ?? step.argv.join(' ');
    case 'virsh':
      return virshLine(step.argv);
    case 'virsh-set':
      return step.commands.length === 1
        ? virshLine(step.commands[0] ?? [])
        : `virsh (${step.commands.length} commands)`;
    case 'write':
      return `write ${step.path}`;
    case 'remove':
      return `remove ${step.path}`;
    case 'script':
    case 'detached':
      return step.label;
    case 'reconnect':
      return 'wait for the host to come back';
    case 'save':
      return `save ${step.path}`;
    case 'request':
      return `${step.method} ${step.url}`;
  }
}

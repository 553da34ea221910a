import type { Host, Variables } from '../../inventory/host.ts';
import type { Problem } from '../../problem.ts';
import { type HostPlay, tasksOf } from './resolved-play.ts';
import type { TaskVariables } from './task-variables.ts';

/** On what it rests what a play comes to for a host, besides the play itself. */
export interface Basis {
  host: Host;
  /** What earlier plays set. */
  before: TaskVariables;
  /** What the run says to the hosts of a batch. */
  ofRun: Variables;
  /** Whether no other host is in the batch. */
  isAlone: boolean;
}

/** What a play came to for a host. */
export interface Came {
  play: HostPlay;
  after: TaskVariables;
  problems: readonly Problem[];
  warnings: readonly Problem[];
}

interface Kept extends Came, Basis {
  /** The variables that were asked for. */
  reads: readonly string[];
}

/** With so many hosts of which none is like another, the next is not either. */
const HOPELESS = 50;
/** Hosts of the same groups that are compared. */
const MOST_COMPARED = 8;

/**
 * Hosts of a play for which it comes to the same: nothing that was asked for differs between them. Most of a large
 * fleet differs in names only, and a play is resolved once for all hosts that are alike.
 */
export class AlikeHosts {
  readonly #kept = new Map<string, Kept[]>();
  #unlike = 0;

  get isHopeless(): boolean {
    return this.#unlike >= HOPELESS;
  }

  find({ host, before, ofRun, isAlone }: Basis): Came | undefined {
    if (this.isHopeless) return undefined;
    return this.#kept
      .get(keyOf(host))
      ?.find(
        (kept) =>
          kept.before === before &&
          kept.isAlone === isAlone &&
          kept.reads.every(
            (name) => kept.host.variables[name] === host.variables[name] && kept.ofRun[name] === ofRun[name],
          ),
      );
  }

  keep(basis: Basis, came: Came, reads: ReadonlySet<string>): void {
    const known = this.#kept.get(keyOf(basis.host)) ?? [];
    const isOwn = reads.has('inventory_hostname') || reads.has('inventory_hostname_short');
    this.#unlike = isOwn || known.length > 0 ? this.#unlike + 1 : this.#unlike;
    // What waits for an answer of the host is settled for that host only.
    if (isOwn || known.length >= MOST_COMPARED || tasksOf(came.play).some(({ kind }) => kind === 'pending'))
      return;
    this.#kept.set(keyOf(basis.host), [...known, { ...basis, ...came, reads: [...reads] }]);
  }
}

function keyOf({ groups }: Host): string {
  return groups.join('\n');
}

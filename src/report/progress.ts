import { stops } from '../plan/outcome.ts';
import type { Event } from '../plan/run-event.ts';
import { counted } from './fold.ts';
import { columns, printable } from './printable.ts';

interface ProgressOptions {
  /** Where the line goes: a terminal's standard error. */
  write: (text: string) => void;
  width: number;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
}

/** A progress line on the clock of this machine unless another is given. */
export function createProgress(options: Omit<ProgressOptions, 'now'> & Partial<ProgressOptions>): Progress {
  return new Progress({ now: () => performance.now(), ...options });
}

/** Milliseconds between two drawings: more often than this nobody can read. */
const INTERVAL = 100;
/** Hosts named on the line: those that began first stay there until they are done. */
const NAMED = 2;
/** ECMA-48 "erase in line": from the cursor to the end. */
const ERASE_REST = '\x1b[K';

/** What a host does that waits for its turn. */
const PLANNED = 'planned';

/** One line on a terminal that says how many hosts are done and what the slowest do. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #busy = new Map<string, { doing: string; since: number }>();
  readonly #done = new Set<string>();
  #total = 0;
  /** Planned tasks are reported all at once, so that a dry run has nothing to say of them here. */
  #performs = false;
  #drawn: string | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  tell(event: Event): void {
    switch (event.type) {
      case 'run-started':
        this.#total = event.hosts.length;
        this.#performs = event.mode === 'apply';
        break;
      case 'host-started':
        this.#doing(event.host, 'connecting');
        break;
      case 'host-waiting':
        this.#doing(event.host, event.for === 'turn' ? PLANNED : 'waiting');
        break;
      case 'task-started':
        if (this.#performs) this.#doing(event.host, `performing ${printable(event.task)}`);
        break;
      case 'task-ended':
        if (stops(event.record)) this.#end(event.record.host);
        break;
      case 'host-ended':
        this.#end(event.host);
        break;
      case 'run-ended':
        this.#total = 0;
        this.erase();
    }
    this.tick();
  }

  /**
   * Draws again when the last drawing is old enough and says something else; to be called now and then, so that the
   * seconds go on.
   */
  tick(): void {
    const { now, write } = this.#options;
    if (this.#total === 0 || now() - this.#drawnAt < INTERVAL) return;
    const line = this.#line();
    if (line === this.#drawn) return;
    this.#drawnAt = now();
    this.#drawn = line;
    // Written over the old one: erased before, it would flicker.
    write(`\r${line}${ERASE_REST}`);
  }

  /** Takes the line away before something else is written; a later tick draws it again. */
  erase(): void {
    if (this.#drawn !== undefined) this.#options.write(`\r${ERASE_REST}`);
    this.#drawn = undefined;
  }

  #doing(host: string, doing: string): void {
    this.#busy.set(host, { doing, since: this.#options.now() });
  }

  #end(host: string): void {
    this.#busy.delete(host);
    this.#done.add(host);
  }

  /** A host that only waits, for its batch or a place among the forks, is counted and not named. */
  #line(): string {
    const busy = [...this.#busy].filter(([, { doing }]) => doing !== PLANNED);
    const waiting = this.#busy.size - busy.length;
    const named = busy.slice(0, NAMED).map(([host, { doing, since }]) => {
      const seconds = Math.floor((this.#options.now() - since) / 1_000);
      return `${printable(host)} ${doing}${seconds > 0 ? ` (${seconds} s)` : ''}`;
    });
    const more = busy.length > NAMED ? ` and ${busy.length - NAMED} more` : '';
    const line = `${this.#done.size} of ${counted(this.#total, 'host')} done${waiting > 0 ? `, ${waiting} waiting` : ''}`;
    return clipped(named.length > 0 ? `${line}: ${named.join(', ')}${more}` : line, this.#options.width - 1);
  }
}

/** A line that wrapped could not be erased. */
function clipped(line: string, room: number): string {
  let text = line;
  while (text !== '' && columns(text) > room) text = text.slice(0, -1);
  return text;
}

import type { Event } from '../../plan/run-event.ts';
import { FleetState } from './fleet-state.ts';
import { Screen, type Terminal } from './screen.ts';
import { viewLines } from './view-lines.ts';

export interface LiveViewOptions {
  terminal: Terminal;
  /** Hosts contacted at the same time. */
  forks: number;
  /** Milliseconds since 1970; the clock of this machine unless another is given. */
  now?: () => number;
}

/** Milliseconds between two drawings: more often than this nobody can read. */
export const FRAME = 50;
/** Hosts that are named: those that have been at the same thing for the longest time. */
const NAMED = 3;
/** Milliseconds for which they are named, so that their names can be read. */
const READABLE = 1_000;

/**
 * A few lines on a terminal that say where a run stands. They are drawn by `tick`, which somebody calls every `FRAME`
 * milliseconds, and only if something changed.
 */
export class LiveView {
  readonly #screen: Screen;
  readonly #forks: number;
  readonly #now: () => number;
  readonly #state = new FleetState();
  #named: readonly string[] = [];
  #namedAt = Number.NEGATIVE_INFINITY;
  /** What the last drawing was made of: events so far, seconds, and the size of the terminal. */
  #made = '';
  #events = 0;
  #isRunning = false;
  /** What is written above at the next drawing. */
  #above: (() => void)[] = [];

  constructor({ terminal, forks, now = Date.now }: LiveViewOptions) {
    this.#screen = new Screen(terminal);
    this.#forks = forks;
    this.#now = now;
  }

  tell(event: Event): void {
    this.#state.tell(event, this.#now());
    this.#events += 1;
    if (event.type === 'run-started') this.#isRunning = true;
    // A person is asked: their answer must not be drawn over.
    if (event.type === 'gate-started' && event.gate === 'pause') this.erase();
    if (event.type === 'run-ended') this.end();
  }

  /** Draws what is new. */
  tick(): void {
    if (!this.#isRunning) return;
    const { width, height } = this.#screen.room;
    const now = this.#now();
    const made = [this.#events, Math.floor(now / 1_000), width, height].join(' ');
    const isNews = made !== this.#made || this.#above.length > 0;
    if (!isNews || this.#isAsking()) return;
    this.#made = made;
    const lines = viewLines(this.#state, { named: this.#names(now), forks: this.#forks, width, now });
    if (this.#above.length > 0) this.#writeAbove();
    this.#screen.draw(lines.slice(0, height));
  }

  /** Writes something above the view, together with the next drawing. */
  above(write: () => void): void {
    if (this.#isRunning) this.#above.push(write);
    else write();
  }

  /** Takes the view away before something else is written; a later tick draws it again. */
  erase(): void {
    this.#writeAbove();
    this.#made = '';
  }

  /** Takes the view away for good. */
  end(): void {
    this.#isRunning = false;
    this.erase();
  }

  #writeAbove(): void {
    this.#screen.erase();
    for (const write of this.#above.splice(0)) write();
  }

  #isAsking(): boolean {
    const gates = this.#state.rollouts.current?.waves.flatMap((wave) => wave.gates) ?? [];
    return gates.some(({ gate, ended }) => gate === 'pause' && ended === undefined);
  }

  #names(now: number): readonly string[] {
    const { working } = this.#state;
    const isOld = now - this.#namedAt >= READABLE || this.#named.some((host) => !working.has(host));
    if (isOld || this.#named.length < Math.min(NAMED, working.size)) {
      this.#named = first(working.keys(), NAMED);
      this.#namedAt = now;
    }
    return this.#named;
  }
}

function first(all: Iterable<string>, count: number): string[] {
  const taken: string[] = [];
  for (const one of all) {
    if (taken.length === count) break;
    taken.push(one);
  }
  return taken;
}

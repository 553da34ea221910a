import { stopText } from './frame.ts';
import type { Reply } from './session.ts';

/** Ends a running script: TERM, then KILL, then the connection. */
export class Stopper {
  reason: Reply['stopped'];
  readonly #write: (text: string) => void;
  readonly #grace: number;
  readonly #giveUp: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (text: string) => void, grace: number, giveUp: () => void) {
    this.#write = write;
    this.#grace = grace;
    this.#giveUp = giveUp;
  }

  stop(reason: 'timeout' | 'abort'): void {
    if (this.reason) return;
    this.reason = reason;
    this.#write(stopText('TERM'));
    this.#timer = setTimeout(() => {
      this.#write(stopText('KILL'));
      this.#timer = setTimeout(this.#giveUp, this.#grace);
    }, this.#grace);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

import { printable } from '../../report/printable.ts';
import type { Io } from '../command.ts';

/** Says something as one line of a log: a queue, a database or a host may have written a part of it. */
export function sayingOn(io: Io): (text: string) => void {
  return (text) => io.out(`${new Date().toISOString()} ${printable(text)}\n`);
}

/** Says what is wrong once, and once when it is over: what goes on for an hour is two lines of a log. */
export class Complaints {
  readonly #say: (text: string) => void;
  readonly #open = new Map<string, string>();

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** Does something that may fail, about something that has a name. Never rejects. */
  async of(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.about(name, error);
      return;
    }
    this.about(name, undefined);
  }

  /** `error` is undefined when it works. */
  about(name: string, error: unknown): void {
    if (error === undefined) {
      if (this.#open.delete(name)) this.#say(`${name}: works again`);
      return;
    }
    const message = (error instanceof Error && error.message) || String(error);
    if (this.#open.get(name) === message) return;
    this.#open.set(name, message);
    this.#say(`${name}: ${message}`);
  }
}

import { inspect } from 'node:util';
import { STARS } from '../plan/task-record.ts';

/** A text that prints as stars in templates, JSON, logs and errors. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Call this only where the text leaves the program. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return STARS;
  }

  toJSON(): string {
    return STARS;
  }

  [inspect.custom](): string {
    return STARS;
  }
}

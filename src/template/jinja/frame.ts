/** The names that a part of a template sees: its own, and those around it. */
export class Frame {
  readonly #own = new Map<string, unknown>();
  readonly #around: (name: string) => unknown;

  /** `around` gives what is not bound here; undefined where there is nothing. */
  constructor(around: (name: string) => unknown) {
    this.#around = around;
  }

  readonly get = (name: string): unknown => (this.#own.has(name) ? this.#own.get(name) : this.#around(name));

  set(name: string, value: unknown): void {
    this.#own.set(name, value);
  }

  /** A frame whose names end with it. */
  inner(): Frame {
    return new Frame(this.get);
  }

  /** What is bound here, as a map. */
  get own(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#own);
  }
}

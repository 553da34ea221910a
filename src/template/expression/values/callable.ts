/** A function that a template makes: a macro, `caller`, `loop.cycle`. Plain data never holds one. */
export class Callable {
  readonly name: string;
  readonly call: (list: readonly unknown[], named: Readonly<Record<string, unknown>>) => unknown;

  constructor(name: string, call: Callable['call']) {
    this.name = name;
    this.call = call;
  }
}

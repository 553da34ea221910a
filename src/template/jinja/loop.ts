import { Callable } from '../expression/values/callable.ts';
import { equal } from '../expression/values/operators.ts';
import { ValueFault } from '../expression/values/value.ts';

/** What one `for` keeps from item to item. */
export class Loop {
  readonly #items: readonly unknown[];
  #last: readonly unknown[] | undefined;
  readonly #changed = new Callable('changed', (values) => {
    const isSame = this.#last !== undefined && equal(this.#last, values);
    this.#last = values;
    return !isSame;
  });

  constructor(items: readonly unknown[]) {
    this.#items = items;
  }

  /** The variable `loop` at one of the items (https://jinja.palletsprojects.com/templates/#for). */
  at(index: number): Readonly<Record<string, unknown>> {
    const items = this.#items;
    const { length } = items;
    return {
      index: index + 1,
      index0: index,
      revindex: length - index,
      revindex0: length - index - 1,
      first: index === 0,
      last: index === length - 1,
      length,
      // More only where a for calls itself.
      depth: 1,
      depth0: 0,
      ...(index > 0 && { previtem: items[index - 1] }),
      ...(index < length - 1 && { nextitem: items[index + 1] }),
      changed: this.#changed,
      cycle: new Callable('cycle', (values) => {
        if (values.length === 0) throw new ValueFault('cycle needs at least one value');
        return values[index % values.length];
      }),
    };
  }
}

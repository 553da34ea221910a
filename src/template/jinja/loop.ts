import { Callable } from '../expression/values/callable.ts';
import { equal } from '../expression/values/operators.ts';
import { ValueFault } from '../expression/values/value.ts';

/** What one `for` keeps from item to item. */
export class Loop {
  readonly #items: readonly unknown[];
  readonly #depth: number;
  #last: readonly unknown[] | undefined;
  readonly #changed = new Callable('changed', (values) => {
    const isSame = this.#last !== undefined && equal(this.#last, values);
    this.#last = values;
    return !isSame;
  });

  /** `outer` is the `loop` around it, if there is one. */
  constructor(items: readonly unknown[], outer: unknown) {
    this.#items = items;
    this.#depth = depthOf(outer) + 1;
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
      depth: this.#depth,
      depth0: this.#depth - 1,
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

function depthOf(outer: unknown): number {
  const isLoop = typeof outer === 'object' && outer !== null && 'depth' in outer;
  return isLoop && typeof outer.depth === 'number' ? outer.depth : 0;
}

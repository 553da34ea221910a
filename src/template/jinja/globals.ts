import { Callable } from '../expression/values/callable.ts';
import { put } from '../expression/values/changing-methods.ts';
import { ValueFault } from '../expression/values/value.ts';
import { isMap } from '../values.ts';

/** Maps of `namespace()`, whose keys `{% set ns.key = … %}` may set. */
const namespaces = new WeakSet<object>();

const namespace = new Callable('namespace', ([first], named) => {
  const map = { ...(isMap(first) ? first : {}), ...named };
  namespaces.add(map);
  return map;
});

/** Gives nothing the first time, and the text between from then on. */
const joiner = new Callable('joiner', ([separator = ', ']) => {
  let isFirst = true;
  return new Callable('joiner', () => {
    const text = isFirst ? '' : separator;
    isFirst = false;
    return text;
  });
});

/** `cycler('odd', 'even')`: its `next()` gives one after the other. */
const cycler = new Callable('cycler', (items) => {
  if (items.length === 0) throw new ValueFault('a cycler needs at least one item');
  let at = 0;
  const map: object = {
    reset: new Callable('reset', () => {
      at = 0;
      put(map, 'current', items[0]);
      return null;
    }),
    next: new Callable('next', () => {
      const item = items[at % items.length];
      at++;
      put(map, 'current', items[at % items.length]);
      return item;
    }),
    current: items[0],
  };
  return map;
});

/** What a template sees beside variables, which win. */
export const GLOBALS: Readonly<Record<string, unknown>> = {
  namespace,
  joiner,
  cycler,
  ansible_managed: 'Ansible managed',
};

/** Sets a key of a namespace. Throws ValueFault for every other value. */
export function setKey(of: unknown, name: string, key: string, value: unknown): void {
  if (!isMap(of) || !namespaces.has(of))
    throw new ValueFault(`\`${name}\` is no namespace`, `Begin with {% set ${name} = namespace() %}.`);
  put(of, key, value);
}

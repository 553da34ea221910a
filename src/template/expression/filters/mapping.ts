import type { Arguments, Machine, Operation } from '../machine.ts';
import { itemOf } from '../values/access.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { absent, Undefined, ValueFault } from '../values/value.ts';
import { follow, listOf } from './arguments.ts';
import { openOperation, operation } from './operation.ts';

/** The filter or test with this name, ready to be applied. Throws ValueFault where there is none. */
function named(kind: 'filter' | 'test', name: unknown, machine: Machine): Operation {
  const found = machine.library[kind](strOf(name));
  if (!found) throw new ValueFault(`there is no ${kind} \`${strOf(name)}\``);
  return found;
}

/** Whether an entry stays: `select('test', …)`, and without a test whether it is true. */
function chooser({ list: [name, ...rest], named: more }: Arguments, machine: Machine) {
  if (name === undefined) return (value: unknown) => truthOf(value);
  const test = named('test', name, machine);
  return (value: unknown) => {
    machine.step();
    return truthOf(test.call(value, { list: rest, named: more }, machine));
  };
}

function select(isKept: boolean): Operation {
  return openOperation('test *', (value, args, machine) => {
    const choose = chooser(args, machine);
    return listOf(value).filter((entry) => choose(entry) === isKept);
  });
}

function selectAttribute(isKept: boolean): Operation {
  return openOperation('attribute test *', (value, { list: [attribute, ...rest], named: more }, machine) => {
    if (attribute === undefined) throw new ValueFault('the name of an attribute is missing');
    const [name] = rest;
    const test = name === undefined ? undefined : named('test', name, machine);
    const choose = chooser({ list: rest, named: more }, machine);
    return listOf(value).filter((entry) => {
      const found = follow(entry, attribute);
      if (found instanceof Undefined && !test?.takesUndefined) throw absent(found);
      return choose(found) === isKept;
    });
  });
}

/** `map('filter', …)`, and `map(attribute='a.b', default=…)`. */
const map = openOperation(
  'filter * attribute default',
  (value, { list: [name, ...rest], named: more }, machine) => {
    const entries = listOf(value);
    if (name === undefined) return attributes(entries, more);
    const filter = named('filter', name, machine);
    return entries.map((entry) => {
      const made = filter.call(entry, { list: rest, named: more }, machine);
      machine.step(made);
      return made;
    });
  },
);

function attributes(entries: readonly unknown[], more: Readonly<Record<string, unknown>>): unknown[] {
  if (!Object.hasOwn(more, 'attribute'))
    throw new ValueFault('map needs the name of a filter, or attribute=');
  return entries.map((entry) => {
    const found = follow(entry, more.attribute);
    if (!(found instanceof Undefined)) return found;
    if (Object.hasOwn(more, 'default')) return more.default;
    throw absent(found);
  });
}

export const MAPPING = {
  map,
  select: select(true),
  reject: select(false),
  selectattr: selectAttribute(true),
  rejectattr: selectAttribute(false),
  /** `key | extract(container, more keys)`. */
  extract: operation('container morekeys', (key: unknown, [container, more]) => {
    const found = itemOf(container, key);
    if (more === undefined || more === null) return found;
    return (Array.isArray(more) ? more : [more]).reduce((value: unknown, each) => itemOf(value, each), found);
  }),
};

import type { Fields, Group } from '../model/element.ts';
import { type Network, network } from '../model/network.ts';
import { listAt } from './list-rules.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * What was parsed of the XML that was rendered from these elements, with the lists that were written without an
 * entry: XML cannot express them, and they say that the list is to be empty.
 */
export function withEmptyLists(elements: Omit<Network, 'name'>, parsed: Network): Network {
  return { ...parsed, ...added(network.fields, { ...elements }, { ...parsed }, []) };
}

/** Every field below which something is added, whole. */
function added(fields: Fields, written: Values, parsed: Values, at: readonly string[]): Values {
  const found: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const [value, inner] = [written[name], [...at, name]];
    if (value === undefined || field.in === 'attribute' || field.element.kind !== 'group') continue;
    const below = (each: unknown, other: unknown) => ({
      ...(other as Values | undefined),
      ...added((field.element as Group).fields, each as Values, (other ?? {}) as Values, inner),
    });
    if (field.in === 'child') {
      const whole = below(value, parsed[name]);
      if (Object.keys(whole).length > 0) found[name] = whole;
    } else if (listAt(inner.join('.'))) {
      const [entries, others] = [value as Values[], (parsed[name] ?? []) as Values[]];
      // A template of the project may make other entries than were written.
      if (entries.length === others.length)
        found[name] = entries.map((each, index) => below(each, others[index]));
    }
  }
  return found;
}

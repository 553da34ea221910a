import type { Fields, Group } from '../model/element.ts';
import { type Network, network } from '../model/network.ts';
import { spell } from './canonical.ts';
import { keyOf, type ListName, listAt } from './list-rules.ts';
import { type Paths, pathOf } from './paths.ts';
import type { Selector } from './unwritten.ts';

type Values = Readonly<Record<string, unknown>>;

/** The elements of a task, without those that are null, and the paths of these. */
export interface Elements {
  elements: Omit<Network, 'name'>;
  unset: Paths;
}

/** Takes out what a task sets to null: that is to be unset on the host. */
export function withoutNulls(written: object): Elements {
  const unset: Record<string, string[]> = {};
  const elements = kept(network.fields, { ...written }, { at: [], key: '' }, unset);
  return { elements, unset };
}

function kept(
  fields: Fields,
  values: Values,
  { at, key }: { at: readonly string[]; key: string },
  unset: Record<string, string[]>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const [field, path, inner] = [fields[name], pathOf(at, name), [...at, name]];
    if (value === null) unset[path] = [...(unset[path] ?? []), key];
    else if (!field || field.in === 'attribute' || field.element.kind !== 'group') result[name] = value;
    else if (field.in === 'child')
      result[name] = kept(field.element.fields, value as Values, { at: inner, key }, unset);
    else {
      const element = field.element as Group;
      result[name] = (value as Values[]).map((entry) => {
        const own = listAt(path) ? keyOf(path as ListName, spelled(element, entry)) : key;
        return kept(element.fields, entry, { at: inner, key: own }, unset);
      });
    }
  }
  return result;
}

/** An entry without what is null, in the spelling by which it is known later. */
function spelled(element: Group, entry: Values): unknown {
  return spell(element, kept(element.fields, entry, { at: [], key: '' }, {}));
}

/** Whether a path, or what it is a part of, is unset. */
export function isUnset(unset: Paths): Selector {
  if (Object.keys(unset).length === 0) return () => false;
  return (path, key) => {
    const names = path.split('.');
    return names.some((_, index) => unset[names.slice(0, index + 1).join('.')]?.includes(key));
  };
}

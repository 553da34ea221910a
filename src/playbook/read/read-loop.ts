import type * as z from 'zod';
import { type Problem, ProblemError } from '../../problem.ts';
import { compileData } from '../../template/interpolation/data.ts';
import type { taskKeywords } from '../keywords.ts';
import type { Loop } from '../model.ts';
import type { Part } from '../yaml-node.ts';

type Keys = Pick<z.output<typeof taskKeywords>, 'loop_control'>;

/** The key of a task that has its loop: `loop` or a `with_…`; undefined where it has none. Throws ProblemError. */
export function readLoop(part: Part, { loop_control: control }: Keys): Loop | undefined {
  const keys = Object.keys(part.value as object).filter((key) => key === 'loop' || isWith(key));
  const [key, second] = keys;
  if (key === undefined) return undefined;
  const list = part.at(key);
  if (second !== undefined) throw new ProblemError([twoLoops(part.at(second), keys)]);
  const isBare = typeof list.value === 'string' && !list.value.includes('{{');
  if (isBare && (key === 'loop' || NEEDS_LIST.has(key))) throw new ProblemError([bareLoop(list, key)]);
  const label = part.at('loop_control').at('label');
  return {
    items: { value: compileData(list.value, (path) => list.placeOf(path)), place: list.place },
    ...(key !== 'loop' && { lookup: key.slice('with_'.length) }),
    variable: control?.loop_var ?? 'item',
    ...(control?.index_var && { index: control.index_var }),
    ...(control?.label !== undefined && { label: compileData(control.label, () => label.place) }),
    ...(control?.pause && { pause: control.pause }),
    ...(control?.extended && { extended: { allItems: control.extended_allitems ?? true } }),
  };
}

export function isWith(key: string): boolean {
  return key.startsWith('with_');
}

/** Those that go through lists or maps, of which a bare text is none. */
const NEEDS_LIST = new Set(['with_dict', 'with_subelements', 'with_together', 'with_nested']);

function bareLoop(list: Part, key: string): Problem {
  return {
    code: 'invalid-key',
    summary: 'A key has a value it cannot have',
    detail: `\`${key}\` is text; expected a ${key === 'with_dict' ? 'map' : 'list'}.`,
    place: list.place,
    hint: `Write it as an expression: ${key}: "{{ ${list.value} }}".`,
  };
}

function twoLoops(part: Part, keys: readonly string[]): Problem {
  return {
    code: 'several-loops',
    summary: 'A task has more than one loop',
    detail: `It has ${keys.join(' and ')}.`,
    place: part.keyPlace,
    hint: 'Keep one of them.',
  };
}

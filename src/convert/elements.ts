import { isDeepStrictEqual } from 'node:util';
import { parseNetwork } from '../libvirt/format/parse.ts';
import { networkSchema } from '../libvirt/format/yaml-schema.ts';
import type { Network } from '../libvirt/model/network.ts';
import { ProblemError } from '../problem.ts';
import { isMap } from '../template/values.ts';

/** What a definition says beside its name, as arguments of the module `network`; else why there are none. */
export type Elements = { name: string; elements: Readonly<Record<string, unknown>> } | { why: string };

/** Each form is read again, and taken only where that gives the same network. */
export function elementsOf(xml: string): Elements {
  try {
    const { connections: _, ...network } = parseNetwork(xml);
    for (const form of [short(network), network]) {
      if (!isDeepStrictEqual(networkSchema.safeParse(form).data, network)) continue;
      const { name, ...elements } = form as Network;
      return { name, elements };
    }
    return { why: 'What the XML says cannot be written as elements.' };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [{ summary, detail } = { summary: 'The XML cannot be read', detail: '' }] = error.problems;
    return { why: `${summary}: ${detail}` };
  }
}

const SWITCHES: ReadonlyMap<unknown, boolean> = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
]);

/** Lists of which there is mostly one entry, which then stands alone. */
const ALONE: ReadonlySet<string> = new Set(['ip', 'range']);

/** The same with the shorthands that people write. */
function short(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => short(item));
    return items.length === 1 && ALONE.has(key) ? items[0] : items;
  }
  if (isMap(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, short(each, name)]));
  return key === 'name' ? value : (SWITCHES.get(value) ?? value);
}

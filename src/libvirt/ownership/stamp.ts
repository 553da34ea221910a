import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../compare/difference.ts';
import { canonicalMetadata, elementOf, withElement } from '../format/metadata.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';

/** Who keeps a network, written into its metadata: what `prune: owned` goes by. */
export interface Stamp {
  project: string;
  /** File name of the playbook. */
  playbook: string;
  /** Id of the task. */
  task: string;
  /** Of the desired definition. */
  hash: string;
}

const NAMESPACE = 'https://virtfleet.dev/xmlns/network/1';
const ATTRIBUTES = ['project', 'playbook', 'task', 'hash'] as const;

export function hashOf(definition: Network): string {
  return createHash('sha256').update(serializeNetwork(definition)).digest('hex').slice(0, 16);
}

/** The stamp that a definition carries; undefined where there is none, or one that lacks something. */
export function stampOf({ metadata }: Network): Stamp | undefined {
  const element = metadata === undefined ? undefined : elementOf(metadata, NAMESPACE);
  const values = ATTRIBUTES.map((name) => [name, element?.getAttribute(name)] as const);
  if (values.some(([, value]) => typeof value !== 'string')) return undefined;
  return Object.fromEntries(values) as Record<keyof Stamp, string>;
}

/** The definition with this stamp, and with no other. */
export function stamped(definition: Network, stamp: Stamp | undefined): Network {
  if (!stamp && definition.metadata === undefined) return definition;
  const { metadata = '', ...others } = definition;
  const attributes = stamp && ATTRIBUTES.map((name): [string, string] => [name, stamp[name]]);
  const content = canonicalMetadata(
    withElement(metadata, NAMESPACE, attributes && { name: 'virtfleet:network', attributes }),
  );
  return content === '' ? others : { ...others, metadata: content };
}

/** Where the difference of a stamp is; it is in no section of `net-update`. */
export const STAMPED_AT = 'metadata.stamp';

/** In what the stored copy's stamp is not this one. A live copy gets it when it is started, and is not stopped for it. */
export function stampDifferences(
  stamp: Stamp | null | undefined,
  persistent: Network | undefined,
): Difference[] {
  const actual = persistent && stampOf(persistent);
  if (stamp === undefined || !persistent || isDeepStrictEqual(stamp ?? undefined, actual)) return [];
  const words = ({ project, playbook, task, hash }: Stamp) =>
    `project ${project}, playbook ${playbook}, task ${task}, definition ${hash}`;
  return [
    {
      kind: 'different',
      side: 'persistent',
      what: 'stamp',
      before: actual ? words(actual) : null,
      after: stamp && words(stamp),
      at: STAMPED_AT,
    },
  ];
}

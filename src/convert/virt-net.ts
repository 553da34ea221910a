import { isScalar, type Pair, type Scalar, visit } from 'yaml';
import { shortName } from '../playbook/ansible-hints.ts';
import { readKeyValues } from '../playbook/arguments/key-values.ts';
import { isMap } from '../template/values.ts';
import type { Item } from './task-lists.ts';

type Args = Readonly<Record<string, unknown>>;

/** A task of virt_net: its arguments, and what it says beside them. */
export interface NetworkTask {
  item: Item;
  pair: Pair<Scalar>;
  /** Undefined where they cannot be read as they stand. */
  args: Args | undefined;
  /** Its other keys but the name, by which tasks are compared. */
  others: Args;
  /** Whether it has an anchor, an alias or a merge key. */
  isShared: boolean;
}

/** Undefined for a task of another module. */
export function networkTask(item: Item): NetworkTask | undefined {
  const pair = item.node.items.find(
    ({ key }) => isScalar(key) && shortName(String(key.value)) === 'virt_net',
  );
  if (!pair) return undefined;
  const key = String((pair as Pair<Scalar>).key.value);
  const { [key]: _, name: _name, ...others } = item.part.value as Record<string, unknown>;
  return { item, pair: pair as Pair<Scalar>, args: argsOf(item, key), others, isShared: isShared(item) };
}

function argsOf({ part }: Item, key: string): Args | undefined {
  const { value } = part.at(key);
  if (isMap(value)) return value;
  if (typeof value !== 'string') return undefined;
  const read = readKeyValues(part.at(key), value, (name, text) => [name, text]);
  return read && (read.args.value as Args);
}

function isShared({ node }: Item): boolean {
  let found = false;
  visit(node, {
    Alias: () => {
      found = true;
    },
    Value: (_, { anchor }) => {
      if (anchor !== undefined) found = true;
    },
  });
  return found;
}

/** What a task does to its network. */
export type Deed =
  | { kind: 'define'; xml: string; autostart?: unknown }
  | { kind: 'state'; state: 'active' | 'inactive' }
  | { kind: 'autostart'; autostart: unknown }
  | { kind: 'remove' };

/** Undefined for a task that only reads, or does what `network` has no words for. */
export function deedOf(args: Args): Deed | undefined {
  const { name: _, uri, state, command, xml, autostart, ...rest } = args;
  if (Object.keys(rest).length > 0 || (uri !== undefined && uri !== 'qemu:///system')) return undefined;
  if (state !== undefined && command !== undefined) return undefined;
  const word = state ?? command;
  if (typeof xml === 'string')
    return word === 'define' || word === 'present'
      ? { kind: 'define', xml, ...(autostart !== undefined && { autostart: asFlag(autostart) }) }
      : undefined;
  if (xml !== undefined) return undefined;
  if (word === undefined) return { kind: 'autostart', autostart: asFlag(autostart) };
  if (autostart !== undefined) return undefined;
  if (word === 'active' || word === 'start' || word === 'create') return { kind: 'state', state: 'active' };
  if (word === 'inactive') return { kind: 'state', state: 'inactive' };
  return word === 'absent' || word === 'undefined' || word === 'undefine' ? { kind: 'remove' } : undefined;
}

/** `yes` of `autostart=yes` is a text until here. */
function asFlag(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(?:yes|no|on|off|true|false)$/i.test(value)) return value;
  return /^(?:yes|on|true)$/i.test(value);
}

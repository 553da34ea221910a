import type { ForwardMode } from '../model/elements/forward.ts';
import { isRouted, takesOneInterface } from '../model/mode.ts';
import type { Side } from './difference.ts';
import { type Exclusive, keyOf, LIST_NAMES, type ListName } from './list-rules.ts';
import { NAT_PORTS } from './live-copy.ts';

/** Whether something is meant, by its path and the key of the entry that it stands in; see `Paths`. */
export type Selector = (path: string, key: string) => boolean;

export const NOTHING_SELECTED: Selector = () => false;

/** What a task says of the things that it does not write; without a word they stay as they are. */
export interface Removals {
  /** Lists that have no entries but the written ones. */
  exclusive?: Exclusive;
  /** What the last apply of the task wrote and nobody else does: it goes. */
  owned?: Selector;
  /** What the task sets to null: it goes, whoever wrote it. */
  unset?: Selector;
  /** What goes because the task describes the whole network; never an entry, nor what stands in one that is not written. */
  complete?: Selector;
}

/** The key of an entry as it is on the host and as it is written, which may say the same of it by another key. */
export interface EntryKey {
  there: string;
  written: string;
}

/** Where something stands in no entry. */
export const NO_ENTRY: EntryKey = { there: '', written: '' };

/** What becomes of what one copy has and the task does not write; `key` is that of the entry that it stands in. */
export interface Unwritten {
  /** Whether a list that is not written may have entries that go. */
  keepsTrue(list: ListName, key: EntryKey): boolean;
  /** Whether an entry goes of a list that is written or not. */
  entryGoes(list: ListName, entry: unknown, at: { key: EntryKey; isWritten: boolean }): boolean;
  /** Whether an element or attribute goes. */
  valueGoes(path: string, key: EntryKey, value: unknown): boolean;
  /** The same for what stands in an entry that is not written itself, and stays. */
  inUnwrittenEntry(list: ListName, entry: unknown): Unwritten;
}

/** Where this is decided: the modes that the network has and gets, and the copy. */
interface Where {
  from: ForwardMode;
  to: ForwardMode;
  side: Side;
}

export function unwritten(
  {
    exclusive = [],
    owned = NOTHING_SELECTED,
    unset = NOTHING_SELECTED,
    complete = NOTHING_SELECTED,
  }: Removals,
  where: Where,
): Unwritten {
  const named = new Set<ListName>(typeof exclusive === 'boolean' ? (exclusive ? LIST_NAMES : []) : exclusive);
  // Where the mode takes one interface, that is a value and no list.
  const isValue = (list: ListName) => list === 'forward.interface' && takesOneInterface(where.to);
  const isEmptied = (list: ListName, key: EntryKey) => named.has(list) || unset(list, key.written);
  const found: Unwritten = {
    keepsTrue: (list, key) => isEmptied(list, key) || isValue(list),
    entryGoes: (list, entry, { key, isWritten }) => {
      if (isEmptied(list, key)) return true;
      if (isValue(list)) return isWritten || complete(list, key.written) || owned(list, keyOf(list, entry));
      return isWritten && owned(list, keyOf(list, entry));
    },
    valueGoes: (path, key, value) =>
      (complete(path, key.written) || owned(path, key.there) || unset(path, key.written)) &&
      !isGenerated(path, value, where),
    inUnwrittenEntry: (list, entry) => {
      // An entry that is left alone is so with all that was written of it: a subnet without its prefix is another one.
      const isLeft = owned(list, keyOf(list, entry));
      return unwritten({ exclusive, unset, ...(!isLeft && { owned }) }, where);
    },
  };
  return found;
}

/** Everything that is not written goes: what a copy has beside another one. */
export const EVERYTHING_GOES: Unwritten = {
  keepsTrue: () => true,
  entryGoes: () => true,
  valueGoes: () => true,
  inUnwrittenEntry: () => EVERYTHING_GOES,
};

/**
 * What a network always has, since libvirt makes it up where nobody wrote it; and its mode, which a definition states
 * (`withStatedMode`) and which never just goes.
 */
const GENERATED = ['uuid', 'mac.address', 'bandwidth.classID', 'forward.mode'];

function isGenerated(path: string, value: unknown, { from, to, side }: Where): boolean {
  if (GENERATED.includes(path)) return true;
  // libvirt finds a name for a bridge that it makes; the name of a bridge of the host is no name for that one.
  if (path === 'bridge.name') return isRouted(from) && isRouted(to);
  const port = /^forward\.nat\.port\.(start|end)$/.exec(path)?.[1] as keyof typeof NAT_PORTS | undefined;
  return side === 'live' && port !== undefined && value === NAT_PORTS[port];
}

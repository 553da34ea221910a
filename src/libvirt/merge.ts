import { type Addressed, prefixOf } from './address.ts';
import { canonical } from './canonical.ts';
import { asWritten } from './comparable.ts';
import type { Fields, Group } from './element.ts';
import { implied } from './implied.ts';
import {
  type Exclusive,
  type ListName,
  type ListRule,
  listAt,
  OWNS_NOTHING,
  type Owned,
  removal,
} from './lists.ts';
import { modeOf, withoutForeign } from './mode.ts';
import { type Network, network } from './network.ts';
import { type Pair, pairEntries } from './pairing.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The definition to define: wanted laid over what the host has, so that uuid, MAC address and every element that
 * was not written survive. It is in libvirt's canonical form, so it is also what libvirt will have stored.
 */
export function mergeNetwork(
  wanted: Network,
  actual: Network,
  exclusive: Exclusive = [],
  owned = OWNS_NOTHING,
): Network {
  return canonical(laidOver(wanted, actual, exclusive, owned));
}

/** The same with what libvirt would drop in silence, for the rules that refuse it. */
export function laidOver(
  wanted: Network,
  actual: Network,
  exclusive: Exclusive = [],
  owned = OWNS_NOTHING,
): Network {
  const removed = removal(exclusive, owned, wanted.forward?.mode ?? modeOf(actual));
  const { desired, goes } = implied(wanted, actual, removed);
  const [written, stored] = [asWritten(desired), asWritten(actual)];
  const merged = mergeFields(network.fields, { ...written }, { ...stored }, { at: [], goes });
  const definition = merged as unknown as Network;
  return modeOf(definition) === modeOf(actual) ? definition : withoutForeign(definition, written);
}

/** One entry laid over another; lists within an entry are values. */
export function overlay(fields: Fields, wanted: Values, actual: Values): Values {
  return mergeFields(fields, wanted, actual, undefined);
}

/** Which entry of a list on the host is which that was written, and what becomes of the others. */
export function pairsAt(
  rule: ListRule<unknown>,
  { wanted, actual }: { wanted: Values[]; actual: Values[] },
  { at, goes, parent }: Position,
): Pair<Values>[] {
  const list = at.join('.') as ListName;
  return pairEntries(rule, wanted, actual, {
    goes: (entry) => goes(list, entry),
    fits: (entry) => !parent || staysBelow(rule, entry, parent.wanted, parent.actual),
  });
}

/** Whether an entry that was not written can stay below an `<ip>` that changes its subnet. */
function staysBelow(rule: ListRule<unknown>, entry: unknown, wanted: Values, actual: Values): boolean {
  const [want, have] = settleLength(wanted, actual);
  const subnet: Addressed = { ...have, ...want };
  const moved = subnet.address !== actual['address'] || prefixOf(subnet) !== prefixOf(actual);
  return !moved || !rule.fits || rule.fits(entry, subnet);
}

/** Where the merge is; undefined inside an entry, whose lists are values. */
interface Position {
  /** Names of the elements that lead there; lists are known by them. */
  at: readonly string[];
  /** Whether an entry that was not written goes. */
  goes: Owned;
  /** The `<ip>` that is being merged. */
  parent?: { wanted: Values; actual: Values };
}

function mergeFields(fields: Fields, wanted: Values, actual: Values, position: Position | undefined): Values {
  const [want, have] = settleLength(wanted, actual);
  const merged: Record<string, unknown> = { ...have, ...want };
  for (const [name, field] of Object.entries(fields)) {
    if (field.in === 'attribute' || want[name] === undefined || have[name] === undefined) continue;
    const inner = position && { ...position, at: [...position.at, name] };
    const rule = inner && listAt(inner.at.join('.'));
    if (inner && rule) {
      const entries = { wanted: want[name] as Values[], actual: have[name] as Values[] };
      merged[name] = mergeList(rule, field.element as Group, entries, inner);
    } else if (field.in === 'child' && field.element.kind === 'group') {
      merged[name] = mergeFields(field.element.fields, want[name] as Values, have[name] as Values, inner);
    }
  }
  return merged;
}

/** Entries keep their places; those that are new come last, or first when they are written before all others. */
function mergeList(
  rule: ListRule<unknown>,
  element: Group,
  entries: { wanted: Values[]; actual: Values[] },
  position: Position,
): Values[] {
  const pairs = pairsAt(rule, entries, position);
  const inOrder = pairs.toSorted((one, other) => placeOf(one) - placeOf(other));
  return inOrder.flatMap((pair) => {
    if (pair.wanted === undefined) return pair.stays && pair.actual ? [pair.actual] : [];
    if (pair.actual === undefined) return [pair.wanted];
    const both = { wanted: pair.wanted, actual: pair.actual };
    return [
      mergeFields(
        element.fields,
        both.wanted,
        both.actual,
        position.at.join('.') === 'ip' ? { ...position, parent: both } : undefined,
      ),
    ];
  });
}

function placeOf({ index, first }: Pair<Values>): number {
  return index ?? (first ? -1 : Number.MAX_SAFE_INTEGER);
}

/** Prefix and netmask say the same: the one that the host has stays if its length does, otherwise it goes. */
function settleLength(wanted: Values, actual: Values): [Values, Values] {
  const isGiven = (values: Values) => values['prefix'] !== undefined || values['netmask'] !== undefined;
  if (!isGiven(wanted) || !isGiven(actual)) return [wanted, actual];
  return prefixOf(wanted) === prefixOf(actual) ? [lengthless(wanted), actual] : [wanted, lengthless(actual)];
}

function lengthless({ prefix: _prefix, netmask: _netmask, ...others }: Values): Values {
  return others;
}

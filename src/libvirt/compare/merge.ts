import { type Addressed, prefixOf } from '../model/address.ts';
import type { Field, Fields, Group } from '../model/element.ts';
import { modeOf, withoutForeign } from '../model/mode.ts';
import { type Network, network } from '../model/network.ts';
import { canonical } from './canonical.ts';
import type { Side } from './difference.ts';
import { implied } from './implied.ts';
import { keyOf, type ListName, type ListRule, listAt } from './list-rules.ts';
import { asWritten } from './normalize.ts';
import { type Pair, pairEntries } from './pairing.ts';
import { pathOf, qualifiedKey } from './paths.ts';
import {
  type EntryKey,
  NO_ENTRY,
  NOTHING_SELECTED,
  type Removals,
  type Unwritten,
  unwritten,
} from './unwritten.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The definition to define: what is written laid over what the host has, without what goes; uuid, MAC address and
 * every other element that was not written survive. It is in libvirt's canonical form, so it is also what libvirt will
 * have stored.
 */
export function mergeNetwork(
  desired: Network,
  actual: Network,
  removals: Removals = {},
  side: Side = 'persistent',
): Network {
  return canonical(laidOver(desired, actual, removals, side));
}

/** The same with what libvirt would drop in silence, for the rules that refuse it. */
export function laidOver(
  desired: Network,
  actual: Network,
  removals: Removals = {},
  side: Side = 'persistent',
): Network {
  const { complete } = implied(desired, actual);
  const [written, stored] = [asWritten(complete), asWritten(actual)];
  const rest = unwrittenIn(desired, actual, removals, side);
  const position = { at: [], key: NO_ENTRY, unwritten: rest };
  const merged = mergeFields(network.fields, { ...written }, { ...stored }, position);
  const definition = merged as unknown as Network;
  const before = modeOf(actual);
  return modeOf(definition) === before ? definition : withoutForeign(definition, written, before);
}

/** What becomes of what a copy has and a definition does not write. */
export function unwrittenIn(desired: Network, actual: Network, removals: Removals, side: Side): Unwritten {
  const { complete, displaced } = implied(desired, actual);
  const { owned = NOTHING_SELECTED } = removals;
  const mode = modeOf(actual);
  return unwritten(
    { ...removals, owned: (path, key) => owned(path, key) || displaced.has(qualifiedKey(path, key)) },
    { from: mode, to: complete.forward?.mode ?? mode, side },
  );
}

/** Which entry of a list on the host is which that was written, and what becomes of the others. */
export function pairsAt(
  rule: ListRule<unknown>,
  { desired, actual }: { desired: Values[] | undefined; actual: Values[] },
  { at, key, unwritten: rest, parent }: Position,
): Pair<Values>[] {
  const list = at.join('.') as ListName;
  const isWritten = desired !== undefined;
  return pairEntries(rule, desired ?? [], actual, {
    goes: (entry) => rest.entryGoes(list, entry, { key, isWritten }),
    // Of a list that is not written nothing is decided here: what does not fit is refused.
    fits: (entry) => !parent || !isWritten || staysBelow(rule, entry, parent.desired, parent.actual),
  });
}

/** Whether an entry that was not written can stay below an `<ip>` that changes its subnet. */
function staysBelow(rule: ListRule<unknown>, entry: unknown, desired: Values, actual: Values): boolean {
  const [desiredValue, currentValue] = settleLength(desired, actual);
  const subnet: Addressed = { ...currentValue, ...desiredValue };
  const moved = subnet.address !== actual['address'] || prefixOf(subnet) !== prefixOf(actual);
  return !moved || !rule.fits || rule.fits(entry, subnet);
}

/** Where the merge is. */
interface Position {
  /** Names of the elements that lead there; lists are known by them. */
  at: readonly string[];
  /** Of the entry of a list that it is in. */
  key: EntryKey;
  unwritten: Unwritten;
  /** The `<ip>` that is being merged. */
  parent?: { desired: Values; actual: Values };
}

function mergeFields(fields: Fields, desired: Values, actual: Values, position: Position): Values {
  const [desiredValue, currentValue] = settleLength(desired, actual);
  const merged: Record<string, unknown> = { ...currentValue, ...desiredValue };
  for (const [name, field] of Object.entries(fields)) {
    const [written, there] = [desiredValue[name], currentValue[name]];
    if (there === undefined) continue;
    if (written === undefined && isLength(name) && hasLength(desired)) continue;
    if (written === undefined && isNeeded(field, position)) continue;
    const inner = { ...position, at: [...position.at, name] };
    const next = mergeField(field, written, there, inner);
    if (next === undefined) delete merged[name];
    else merged[name] = next;
  }
  return merged;
}

/** Whether an entry of a list is none without this field: it stays as long as the entry does. */
export function isNeeded({ required }: Field, { at }: Pick<Position, 'at'>): boolean {
  return required && listAt(at.join('.')) !== undefined;
}

/** A field that the host has; `undefined` where it goes. */
function mergeField(field: Field, written: unknown, there: unknown, position: Position): unknown {
  const rule = listAt(position.at.join('.'));
  if (field.in === 'list' && rule) {
    const entries = { desired: written as Values[] | undefined, actual: there as Values[] };
    return mergeList(rule, field.element as Group, entries, position);
  }
  if (field.in === 'child' && field.element.kind === 'group') {
    const { fields } = field.element;
    if (written === undefined && isGutted(fields, there as Values, position)) return undefined;
    const merged = mergeFields(fields, (written ?? {}) as Values, there as Values, position);
    return written === undefined && isEmpty(merged) && !isEmpty(there as Values) ? undefined : merged;
  }
  if (written !== undefined) return written;
  return goes(position, there) ? undefined : there;
}

function isEmpty(values: Values): boolean {
  return Object.keys(values).length === 0;
}

/** Whether an element loses what it cannot be without. */
function isGutted(fields: Fields, there: Values, position: Position): boolean {
  const inner = (name: string) => ({ ...position, at: [...position.at, name] });
  return Object.entries(fields).some(
    ([name, { required }]) => required && there[name] !== undefined && goes(inner(name), there[name]),
  );
}

function goes({ at, key, unwritten: rest }: Position, value: unknown): boolean {
  return rest.valueGoes(pathOf(at.slice(0, -1), at.at(-1) ?? ''), key, value);
}

/** Entries keep their places; those that are new come last, or first when they are written before all others. */
function mergeList(
  rule: ListRule<unknown>,
  element: Group,
  entries: { desired: Values[] | undefined; actual: Values[] },
  position: Position,
): Values[] {
  const pairs = pairsAt(rule, entries, position);
  const inOrder = pairs.toSorted((one, other) => placeOf(one) - placeOf(other));
  return inOrder.flatMap(({ desired, actual, stays }) => {
    if (!actual) return desired ? [desired] : [];
    if (!desired && !stays) return [];
    const merged = mergeFields(element.fields, desired ?? {}, actual, positionIn(position, desired, actual));
    // An entry that is not written itself stays the one that it is.
    const isAnother = !desired && rule.identity.some((key) => key(merged) !== key(actual));
    return [isAnother ? actual : merged];
  });
}

/** The position in an entry that the host has, which is known by what it is there. */
export function positionIn<P extends Position>(position: P, desired: Values | undefined, actual: Values): P {
  const list = position.at.join('.') as ListName;
  return {
    ...position,
    key: { there: keyOf(list, actual), written: keyOf(list, desired ?? actual) },
    unwritten: desired ? position.unwritten : position.unwritten.inUnwrittenEntry(list, actual),
    ...(list === 'ip' && { parent: { desired: desired ?? actual, actual } }),
  };
}

function placeOf({ index, first }: Pair<Values>): number {
  return index ?? (first ? -1 : Number.MAX_SAFE_INTEGER);
}

/** Prefix and netmask say the same: the one that the host has stays if its length does, otherwise it goes. */
function settleLength(desired: Values, actual: Values): [Values, Values] {
  if (!hasLength(desired) || !hasLength(actual)) return [desired, actual];
  return prefixOf(desired) === prefixOf(actual)
    ? [lengthless(desired), actual]
    : [desired, lengthless(actual)];
}

const LENGTHS = ['prefix', 'netmask'];

function isLength(name: string): boolean {
  return LENGTHS.includes(name);
}

function hasLength(values: Values): boolean {
  return LENGTHS.some((name) => values[name] !== undefined);
}

function lengthless({ prefix: _prefix, netmask: _netmask, ...others }: Values): Values {
  return others;
}

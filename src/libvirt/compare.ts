import { isDeepStrictEqual } from 'node:util';
import { comparable, withDefaults } from './comparable.ts';
import type { Difference, Side } from './difference.ts';
import type { Fields, Group } from './element.ts';
import { implied } from './implied.ts';
import { type Exclusive, type ListRule, listAt, OWNS_NOTHING, type Owned, removal } from './lists.ts';
import { mergeNetwork, overlay, pairsAt } from './merge.ts';
import { modeOf } from './mode.ts';
import { type Network, network } from './network.ts';
import type { Pair } from './pairing.ts';
import { showValue } from './show.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * In what one copy on a host is not as it was written.
 *
 * Only what was written is compared: a key that is absent is left alone, and what libvirt fills in is no
 * difference, nor is what it would not store. Entries of a written list are kept true; one that was not written
 * is `unmanaged`, unless the list is exclusive, the last apply put it there (`owned`), or it cannot stand beside a
 * written one, such as a range that overlaps.
 */
export function compareNetworks(
  wanted: Network,
  actual: Network,
  side: Side = 'persistent',
  exclusive: Exclusive = [],
  owned = OWNS_NOTHING,
): Difference[] {
  const between = (copy: Network) => differencesBetween(wanted, copy, side, exclusive, owned);
  const found = between(actual);
  if (found.every(({ kind }) => kind === 'unmanaged')) return found;
  const lasting = between(mergeNetwork(wanted, actual, exclusive, owned));
  // An entry that is merely kept must not pass for a wanted one of the same name that could not be stored.
  const stays = new Set(lasting.filter(({ kind }) => kind !== 'unmanaged').map(keyOf));
  return found.filter((each) => each.kind === 'unmanaged' || !stays.has(keyOf(each)));
}

function keyOf({ at, what, after }: Difference): string {
  return JSON.stringify([at, what, after]);
}

function differencesBetween(
  wanted: Network,
  actual: Network,
  side: Side,
  exclusive: Exclusive,
  owned: Owned,
): Difference[] {
  const removed = removal(exclusive, owned, wanted.forward?.mode ?? modeOf(actual));
  const { desired, goes } = implied(wanted, actual, removed);
  const [want, have] = [comparable(desired), withDefaults(comparable(actual))];
  return compareFields(network.fields, { ...want }, { ...have }, { side, at: [], words: [], goes });
}

/** Where the comparison is. */
interface Position {
  side: Side;
  /** Names of the elements that lead there; lists are known by them. */
  at: readonly string[];
  /** The same for people. */
  words: readonly string[];
  /** Whether an entry that was not written goes. */
  goes: Owned;
  /** The `<ip>` that is being compared, and its place on the host. */
  parent?: { index: number; wanted: Values; actual: Values };
}

function compareFields(fields: Fields, wanted: Values, actual: Values, position: Position): Difference[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const [want, have] = [wanted[name], actual[name]];
    if (want === undefined || want === have) return [];
    const inner = { ...position, at: [...position.at, name], words: [...position.words, name] };
    const rule = listAt(inner.at.join('.'));
    if (field.in === 'list' && rule) {
      const entries = { wanted: want as Values[], actual: (have ?? []) as Values[] };
      return compareList(rule, field.element as Group, entries, inner);
    }
    if (field.in === 'child' && field.element.kind === 'group') {
      return compareFields(field.element.fields, want as Values, (have ?? {}) as Values, inner);
    }
    return isDeepStrictEqual(want, have) ? [] : [leaf(fields, want, have, inner)];
  });
}

/** `mtu` rather than `mtu size`: an element that says one thing is named alone. */
function leaf(fields: Fields, want: unknown, have: unknown, { side, at, words }: Position): Difference {
  const isAll = Object.keys(fields).length === 1 && ['size', 'address', 'dev'].includes(at.at(-1) ?? '');
  return {
    kind: 'different',
    side,
    what: (isAll ? words.slice(0, -1) : words).join(' '),
    before: have === undefined ? null : showValue(have),
    after: showValue(want),
    at: at.join('.'),
  };
}

function compareList(
  rule: ListRule<unknown>,
  element: Group,
  entries: { wanted: Values[]; actual: Values[] },
  position: Position,
): Difference[] {
  return pairsAt(rule, entries, position).flatMap((pair) => {
    const { wanted, actual, index = 0 } = pair;
    if (!wanted || !actual) return [lonely(rule, pair, position)];
    if (position.at.join('.') !== 'ip') return compareEntry(rule, element, wanted, actual, position);
    // An <ip> is no value: its ranges and reservations are lists of their own.
    const words = ['ip', rule.name(actual)];
    return compareFields(element.fields, wanted, actual, {
      ...position,
      words,
      parent: { index, wanted, actual },
    });
  });
}

/** An entry that stands on one side only. */
function lonely(
  rule: ListRule<unknown>,
  { wanted, actual, stays, first }: Pair<Values>,
  position: Position,
): Difference {
  const entry = wanted ?? actual;
  const value = mainOf(rule, entry);
  return {
    kind: wanted ? 'missing' : stays ? 'unmanaged' : 'unwanted',
    ...placeOf(position),
    what: `${rule.noun} ${rule.name(entry)}`,
    before: actual ? value : null,
    after: wanted || stays ? value : null,
    ...(wanted && { wanted }),
    ...(first && { first }),
    ...(actual && { actual }),
  };
}

function compareEntry(
  rule: ListRule<unknown>,
  element: Group,
  wanted: Values,
  actual: Values,
  position: Position,
): Difference[] {
  const inner = compareFields(element.fields, wanted, actual, { ...position, at: ['entry'], words: [] });
  if (inner.length === 0) return [];
  const whole = overlay(element.fields, wanted, actual);
  const words = wordsOf(rule, wanted, actual, inner);
  return [{ kind: 'different', ...placeOf(position), ...words, wanted: whole, actual }];
}

function placeOf({ side, at, parent }: Position): Pick<Difference, 'side' | 'at' | 'parent'> {
  return { side, at: at.join('.'), ...(parent && { parent: parent.index }) };
}

function wordsOf(
  rule: ListRule<unknown>,
  wanted: Values,
  actual: Values,
  inner: readonly Difference[],
): Pick<Difference, 'what' | 'before' | 'after'> {
  const [name, former] = [rule.name(wanted), rule.name(actual)];
  if (rule.clash && name !== former) return { what: rule.noun, before: former, after: name };
  const [first, ...others] = inner;
  if (first && others.length === 0) {
    const part = first.what === rule.main ? '' : ` ${first.what}`;
    return { what: `${rule.noun} ${name}${part}`, before: first.before, after: first.after };
  }
  const all = (side: 'before' | 'after') =>
    inner.map((each) => `${each.what} ${each[side] ?? 'not set'}`).join(', ');
  return { what: `${rule.noun} ${name}`, before: all('before'), after: all('after') };
}

function mainOf(rule: ListRule<unknown>, entry: unknown): string {
  const value = rule.main === undefined ? undefined : (entry as Values)[rule.main];
  return value === undefined ? 'present' : showValue(value);
}

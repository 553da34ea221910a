import { isDeepStrictEqual } from 'node:util';
import type { Fields, Group } from '../model/element.ts';
import { type Network, network } from '../model/network.ts';
import type { Difference, Side } from './difference.ts';
import { implied } from './implied.ts';
import { keyOf, type ListName, type ListRule, listAt } from './list-rules.ts';
import { NAT_PORTS } from './live-copy.ts';
import { isNeeded, mergeNetwork, pairsAt, positionIn, unwrittenIn } from './merge.ts';
import { comparable, withDefaults } from './normalize.ts';
import type { Pair } from './pairing.ts';
import { pathOf } from './paths.ts';
import { type EntryKey, EVERYTHING_GOES, NO_ENTRY, type Removals, type Unwritten } from './unwritten.ts';
import { showValue } from './value-text.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * In what one copy on a host is not as it was written, and all that goes or changes with it.
 *
 * What is not written is left alone, unless `removals` says that it goes, the mode cannot have it, or it cannot stand
 * beside a written entry, such as a range that overlaps. What libvirt fills in is no difference, nor is what it would
 * not store. An entry beside those of a written list is `unmanaged` where it stays.
 */
export function compareNetworks(
  desired: Network,
  actual: Network,
  side: Side = 'persistent',
  removals: Removals = {},
): Difference[] {
  const rest = unwrittenIn(desired, actual, removals, side);
  const found = differencesBetween(implied(desired, actual).complete, actual, side, rest);
  const unmanaged = found.filter(({ kind }) => kind === 'unmanaged');
  if (unmanaged.length === found.length) return found;
  // The definition that will be stored says what changes, to the last consequence.
  const [before, after] = [
    mergeNetwork({ name: actual.name }, actual),
    mergeNetwork(desired, actual, removals, side),
  ];
  const changes = differencesBetween(withDefaults(after), before, side, EVERYTHING_GOES).filter(isReported);
  const gone = new Set(changes.filter(({ kind }) => kind === 'unwanted').map(entryOf));
  return [...changes, ...unmanaged.filter((each) => !gone.has(entryOf(each)))];
}

/** What comes and goes with the mode because libvirt fills it in where the mode has it. */
const FILLED_IN: Readonly<Record<string, string>> = {
  'bridge.stp': 'on',
  'bridge.delay': '0',
  'bridge.zone': '""',
  'forward.nat.port.start': `${NAT_PORTS.start}`,
  'forward.nat.port.end': `${NAT_PORTS.end}`,
};

function isReported({ side, at, before, after }: Difference): boolean {
  if (before !== null && after !== null) return true;
  if (at === 'mac.address') return before === null;
  const isGenerated = FILLED_IN[at] === (before ?? after);
  return !isGenerated || (at.startsWith('forward.nat') && side === 'persistent');
}

function entryOf({ at, actual, parent }: Difference): string {
  return JSON.stringify([at, actual && keyOf(at as ListName, actual), parent]);
}

function differencesBetween(desired: Network, actual: Network, side: Side, rest: Unwritten): Difference[] {
  const [desiredValue, currentValue] = [comparable(desired), withDefaults(comparable(actual))];
  const position = { side, at: [], words: [], key: NO_ENTRY, unwritten: rest };
  return compareFields(network.fields, { ...desiredValue }, { ...currentValue }, position);
}

/** Where the comparison is. */
interface Position {
  side: Side;
  /** Names of the elements that lead there; lists are known by them. */
  at: readonly string[];
  /** The same for people, and within an entry only what leads there from it. */
  words: readonly string[];
  /** Of the entry of a list that it is in. */
  key: EntryKey;
  unwritten: Unwritten;
  /** The `<ip>` that is being compared, and its place on the host; without a place where it stands on one side only. */
  parent?: { index?: number; desired: Values; actual: Values };
}

function compareFields(fields: Fields, desired: Values, actual: Values, position: Position): Difference[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const [desiredValue, currentValue] = [desired[name], actual[name]];
    if (desiredValue === currentValue || (desiredValue === undefined && isNeeded(field, position))) return [];
    const inner = { ...position, at: [...position.at, name], words: [...position.words, name] };
    const path = inner.at.join('.');
    const rule = listAt(path);
    if (field.in === 'list' && rule) {
      if (
        desiredValue === undefined &&
        path !== 'ip' &&
        !inner.unwritten.keepsTrue(path as ListName, inner.key)
      )
        return [];
      const entries = {
        desired: desiredValue as Values[] | undefined,
        actual: (currentValue ?? []) as Values[],
      };
      return compareList(rule, field.element as Group, entries, inner);
    }
    if (field.in === 'child' && field.element.kind === 'group') {
      return compareFields(
        field.element.fields,
        (desiredValue ?? {}) as Values,
        (currentValue ?? {}) as Values,
        inner,
      );
    }
    const isSame =
      desiredValue === undefined
        ? !inner.unwritten.valueGoes(pathOf(position.at, name), inner.key, currentValue)
        : isDeepStrictEqual(desiredValue, currentValue);
    return isSame ? [] : [leaf(fields, desiredValue, currentValue, inner)];
  });
}

/** `mtu` rather than `mtu size`: an element that says one thing is named alone. */
function leaf(
  fields: Fields,
  desiredValue: unknown,
  currentValue: unknown,
  { side, at, words }: Position,
): Difference {
  const isAll = Object.keys(fields).length === 1 && ['size', 'address', 'dev'].includes(at.at(-1) ?? '');
  return {
    kind: desiredValue === undefined ? 'unwanted' : 'different',
    side,
    what: (isAll ? words.slice(0, -1) : words).join(' '),
    before: currentValue === undefined ? null : showValue(currentValue),
    after: desiredValue === undefined ? null : showValue(desiredValue),
    at: at.join('.'),
  };
}

function compareList(
  rule: ListRule<unknown>,
  element: Group,
  entries: { desired: Values[] | undefined; actual: Values[] },
  position: Position,
): Difference[] {
  const isIp = position.at.join('.') === 'ip';
  return pairsAt(rule, entries, position).flatMap((pair) => {
    const { desired, actual, index, stays } = pair;
    if (!actual || (!desired && !stays))
      return [lonely(rule, pair, position), ...(isIp ? below(element, pair, position) : [])];
    const inner = positionIn(position, desired, actual);
    // An <ip> is no value: its ranges and reservations are lists of their own.
    if (isIp) {
      const parent = { desired: desired ?? actual, actual, ...(index !== undefined && { index }) };
      const found = compareFields(element.fields, desired ?? {}, actual, {
        ...inner,
        words: ['ip', rule.name(actual)],
        parent,
      });
      return desired || !entries.desired ? found : [...found, lonely(rule, pair, position)];
    }
    const found = compareEntry(rule, element, { desired, actual }, inner);
    return desired || !entries.desired ? found : [...found, lonely(rule, pair, position)];
  });
}

/** What an `<ip>` brings with it, or takes with it. Its address and prefix are its name. */
function below({ fields }: Group, { desired, actual }: Pair<Values>, position: Position): Difference[] {
  const { address: _, prefix: __, family: ___, ...others } = fields;
  const [desiredValue, currentValue] = [desired ?? {}, actual ?? {}];
  const parent = { desired: desiredValue, actual: currentValue };
  const words = ['ip', `${(desired ?? actual)?.['address']}`];
  return compareFields(others, desiredValue, currentValue, {
    ...position,
    words,
    parent,
    unwritten: EVERYTHING_GOES,
  });
}

/** An entry that stands on one side only, or is none of those that are written. */
function lonely(
  rule: ListRule<unknown>,
  { desired, actual, stays, first }: Pair<Values>,
  position: Position,
): Difference {
  const entry = desired ?? actual;
  const value = mainOf(rule, entry);
  return {
    kind: desired ? 'missing' : stays ? 'unmanaged' : 'unwanted',
    ...placeOf(position),
    what: `${rule.noun} ${rule.name(entry)}`,
    before: actual ? value : null,
    after: desired || stays ? value : null,
    ...(desired && { desired }),
    ...(first && { first }),
    ...(actual && { actual }),
  };
}

function compareEntry(
  rule: ListRule<unknown>,
  element: Group,
  { desired, actual }: { desired: Values | undefined; actual: Values },
  position: Position,
): Difference[] {
  const inner = compareFields(element.fields, desired ?? {}, actual, { ...position, words: [] });
  if (inner.length === 0) return [];
  const entries = { desired: desired ?? actual, actual };
  return [
    { kind: 'different', ...placeOf(position), ...wordsOf(rule, entries.desired, actual, inner), ...entries },
  ];
}

function placeOf({ side, at, parent }: Position): Pick<Difference, 'side' | 'at' | 'parent'> {
  return { side, at: at.join('.'), ...(parent?.index !== undefined && { parent: parent.index }) };
}

function wordsOf(
  rule: ListRule<unknown>,
  desired: Values,
  actual: Values,
  inner: readonly Difference[],
): Pick<Difference, 'what' | 'before' | 'after'> {
  const [name, former] = [rule.name(desired), rule.name(actual)];
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

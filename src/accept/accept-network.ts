import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { plainElement, plainField } from '../adopt/host/plain-elements.ts';
import { listAt } from '../libvirt/compare/list-rules.ts';
import { asWritten } from '../libvirt/compare/normalize.ts';
import { pairEntries } from '../libvirt/compare/pairing.ts';
import type { Field, Fields, Group } from '../libvirt/model/element.ts';
import { type Network, network } from '../libvirt/model/network.ts';
import { isMerge } from '../yaml/data.ts';
import { addItem, removeValue } from './edits.ts';
import { put, putNew, VARIABLE } from './put.ts';
import type { Scope } from './scope.ts';
import { isUsedElsewhere, nodeAt, type Source, type Spot, spotOf } from './source.ts';
import { writtenValues } from './written-values.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a task comes to for the host, and what the host has. */
interface Both<T> {
  desired: T;
  actual: T;
}

/** Arguments, or a part of them. */
interface Arguments {
  source: Source;
  map: YAMLMap;
}

/** Where the walk through a description is, and which variables it may use. */
interface Position {
  path: readonly string[];
  scope: Scope;
}

/**
 * Makes the arguments of a task say what the host has, of what they write; what they leave to the host stays so, but for
 * what the scope takes.
 */
export function acceptNetwork(args: Arguments, { desired, actual }: Both<Network>, scope: Scope): void {
  const [written, there] = [asWritten(desired), asWritten(actual)];
  const both = { desired: { ...written, name: undefined }, actual: { ...there } };
  acceptFields(network.fields, args, both, { path: [], scope });
  // A task that writes the bridge or an address says by its silence that the network is isolated.
  const isSaid = ['bridge', 'ip'].some((key) => key in written || scope.takes(key));
  if (written.forward || !there.forward || !isSaid || scope.takes('forward')) return;
  const forward = plainElement(network.fields.forward.element, there.forward, 'forward');
  putNew(args, ['forward', forward], ['forward'], scope);
}

function acceptFields(fields: Fields, args: Arguments, both: Both<Values>, { path, scope }: Position): void {
  const { source, map } = args;
  const keys = map.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
  for (const key of keys) {
    const [field, spot] = [fields[key], spotOf(source, map, key)];
    if (!field || !spot) continue;
    const [desired, actual] = writtenValues(key, { keys, spot }, both.desired, both.actual);
    if (desired !== undefined) acceptField(field, spot, { desired, actual }, { path: [...path, key], scope });
  }
  for (const [key, field] of Object.entries(fields)) {
    const [desired, actual] = [both.desired[key], both.actual[key]];
    if (keys.includes(key) || actual === undefined || isDeepStrictEqual(desired, actual)) continue;
    // What an anchor brings along is said anew where it is another.
    const isSaid = desired === undefined ? scope.takes([...path, key].join('.')) : map.items.some(isMerge);
    if (isSaid) putNew(args, [key, plainField(field, key, actual)], [...path, key], scope);
  }
}

function acceptField(field: Field, spot: Spot, both: Both<unknown>, { path, scope }: Position): void {
  const { desired, actual } = both;
  if (isDeepStrictEqual(desired, actual)) return;
  const own = ownVariable(spot, scope);
  if (own && actual !== undefined) {
    acceptField(field, own, both, { path, scope: { ...scope, isOwn: true } });
    return;
  }
  const node = nodeAt(spot);
  if (isUsedElsewhere(spot)) {
    scope.refuse(`${path.join('.')} has an anchor that is used elsewhere, too`);
    return;
  }
  if (actual !== undefined && field.in !== 'attribute' && field.element.kind === 'group') {
    const element: Group = field.element;
    if (field.in === 'child' && isMap(node)) {
      const args = { source: spot.source, map: node };
      acceptFields(element.fields, args, both as Both<Values>, { path, scope });
      return;
    }
    if (field.in === 'list' && acceptList(element, spot, both as Both<Values[]>, { path, scope })) return;
  }
  if (refusesSecret(desired, { path, scope })) return;
  const value = actual === undefined ? undefined : plainField(field, path.at(-1) ?? '', actual);
  put(spot, value, path, scope);
}

function refusesSecret(desired: unknown, { path, scope }: Position): boolean {
  const isSecret = scope.isSecret(desired);
  if (isSecret) scope.refuse(`${path.join('.')} is a secret`);
  return isSecret;
}

/** Entry by entry; false where the list has to be written as a whole. */
function acceptList(
  element: Group,
  spot: Spot,
  { desired, actual }: Both<Values[]>,
  { path, scope }: Position,
): boolean {
  const { source } = spot;
  const [node, rule] = [nodeAt(spot), listAt(path.join('.'))];
  if (!rule) return false;
  const pairs = pairEntries<unknown>(rule, desired, actual, { goes: () => false, fits: () => true });
  const removed = pairs.filter((one) => !one.actual).length;
  const changes = removed + pairs.filter((one) => !one.desired).length;
  const isSingle = desired.length === 1 && isMap(node);
  if (!isSingle && !(isSeq(node) && node.items.length === desired.length)) return false;
  if (changes > 0 && (!scope.isOwn || isSingle || removed === desired.length)) return false;
  if (isSeq(node) && node.flow && changes > 1) return false;
  for (const pair of pairs) {
    const [written, there] = [pair.desired, pair.actual] as [Values | undefined, Values | undefined];
    const entry: Spot =
      isSeq(node) && written ? { source, list: node, index: desired.indexOf(written) } : spot;
    if (written && there) acceptEntry(element, entry, { desired: written, actual: there }, { path, scope });
    else if (written) removeValue(entry);
    else if (isSeq(node)) addItem(source, node, plainElement(element, there, path.at(-1)));
  }
  return true;
}

function acceptEntry(element: Group, spot: Spot, both: Both<Values>, position: Position): void {
  if (isDeepStrictEqual(both.desired, both.actual)) return;
  const node = nodeAt(spot);
  const { path, scope } = position;
  if (isUsedElsewhere(spot))
    scope.refuse(`an entry of ${path.join('.')} has an anchor that is used elsewhere, too`);
  else if (isMap(node)) acceptFields(element.fields, { source: spot.source, map: node }, both, position);
  else if (!refusesSecret(both.desired, position))
    put(spot, plainElement(element, both.actual, path.at(-1)), path, scope);
}

/** The value of a variable that is the host's own, where that is all that is written. */
function ownVariable(spot: Spot, { variable }: Scope): Spot | undefined {
  const node = nodeAt(spot);
  const [, name] = isScalar(node) ? (VARIABLE.exec(String(node.value)) ?? []) : [];
  const found = name === undefined ? undefined : variable(name);
  return found?.isOwn ? found.spot : undefined;
}

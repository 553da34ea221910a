import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';
import { listOf } from './arguments.ts';
import { cidr, contains, type Ip, ipOf, networkValue, size } from './ip.ts';

/** The fewest networks that cover exactly these; or, with `span`, the one that covers them all. */
export function cidrMerge(value: unknown, action: string): unknown {
  const all = listOf(value).map((each) => {
    const ip = ipOf(each);
    if (!ip) throw new ValueFault(`${strOf(each)} is no network`);
    return { ...ip, value: networkValue(ip) };
  });
  if (action === 'span') {
    const [first] = all;
    if (!first) return null;
    let outer: Ip = first;
    while (!all.every((ip) => contains(cidr(outer, networkValue(outer)), ip)))
      outer = { ...outer, prefix: outer.prefix - 1 };
    return cidr(outer, networkValue(outer));
  }
  if (action !== 'merge') throw new ValueFault('cidr_merge knows the actions merge and span');
  return ([4, 6] as const)
    .flatMap((version) => mergeOf(all.filter((ip) => ip.version === version)))
    .map((ip) => cidr(ip));
}

function mergeOf(networks: readonly Ip[]): Ip[] {
  const sorted = networks.toSorted((one, other) =>
    one.value < other.value ? -1 : one.value > other.value ? 1 : one.prefix - other.prefix,
  );
  const merged: Ip[] = [];
  for (const ip of sorted) {
    const before = merged.at(-1);
    if (before && contains(cidr(before), ip)) continue;
    let current = ip;
    for (let left = merged.at(-1); left && isSibling(left, current); left = merged.at(-1)) {
      merged.pop();
      current = { ...left, prefix: left.prefix - 1 };
    }
    merged.push(current);
  }
  return merged;
}

function isSibling(left: Ip, right: Ip): boolean {
  if (left.prefix !== right.prefix) return false;
  return left.value % (size(left) * 2n) === 0n && left.value + size(left) === right.value;
}

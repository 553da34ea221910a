/**
 * The order of two versions as Python's `LooseVersion` has it: runs of digits by their number, runs of letters as
 * text, a number after a text. Negative, 0 or positive.
 */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [left[index], right[index]];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    if (a === b) continue;
    if (typeof a === typeof b) return a < b ? -1 : 1;
    return typeof a === 'number' ? 1 : -1;
  }
  return 0;
}

function partsOf(version: string): (string | number)[] {
  const parts = version.match(/\d+|[a-z]+|[^\da-z.]+/gi) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}

/** A hint that names the known name nearest to a misspelt one, or nothing when none is near. */
export function didYouMean(name: string, known: Iterable<string>): { hint?: string } {
  const best = nearest(name, known);
  return best ? { hint: `Did you mean \`${best.name}\`?` } : {};
}

/** The known name nearest to a misspelt one, and by how many letters it differs; undefined when none is near. */
export function nearest(
  name: string,
  known: Iterable<string>,
): { name: string; distance: number } | undefined {
  const allowed = Math.floor((name.length + 1) / 3);
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? undefined : { name: best, distance: bestDistance };
}

/** Letters to insert, remove, replace or swap with their neighbour; `limit` when it is that many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (previous[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (previous[column - 1] ?? limit) + (same ? 0 : 1),
        swapped ? (older[column - 2] ?? limit) + 1 : limit,
      );
    }
    if (Math.min(...current) >= limit) return limit;
    [older, previous] = [previous, current];
  }
  return previous[b.length] ?? limit;
}

/** What more than half of these are; undefined where nothing is. */
export function usualOf<T>(all: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].find(([, count]) => count > all.length / 2)?.[0];
}

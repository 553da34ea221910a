/** More than a fleet has of different texts, and few enough to keep. */
const MOST = 256;

/**
 * The pure function `compute`, which gives what it gave before for a text or an object that it knows: the hosts of a
 * fleet say mostly the same. What it gives is shared, and neither that nor an object may be changed afterwards.
 */
export function memoize<K extends string | object, T>(compute: (key: K) => T): (key: K) => T {
  const texts = new Map<string, T>();
  const objects = new WeakMap<object, T>();
  return (key) => {
    const before = typeof key === 'string' ? texts.get(key) : objects.get(key);
    if (before !== undefined) return before;
    const value = compute(key);
    if (texts.size >= MOST) texts.clear();
    if (typeof key === 'string') texts.set(key, value);
    else objects.set(key, value);
    return value;
  };
}

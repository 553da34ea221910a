/** What reads the entries of lazy maps. */
const readers = new WeakMap<object, (key: string) => unknown>();

/** How a lazy map is read. `read` gives undefined for a key that is not there, and may throw. */
export interface LazyEntries {
  keys(): readonly string[];
  has(key: string): boolean;
  read(key: string): unknown;
}

/**
 * A map whose entries are computed when something asks for them, such as the variables of another host. To
 * expressions it is a map like every other.
 */
export function lazyMap({ keys, has, read }: LazyEntries): Readonly<Record<string, unknown>> {
  const map = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, key) => (typeof key === 'string' ? read(key) : undefined),
      has: (_, key) => typeof key === 'string' && has(key),
      ownKeys: () => [...new Set(keys())],
      // Whoever lists keys does not ask for values.
      getOwnPropertyDescriptor: (_, key) =>
        typeof key === 'string' && has(key)
          ? { configurable: true, enumerable: true, value: undefined }
          : undefined,
    },
  );
  readers.set(map, read);
  return map;
}

/** What reads an entry, where a map is lazy. */
export function lazyReader(map: object): ((key: string) => unknown) | undefined {
  return readers.get(map);
}

/** What reads the entries of lazy maps. */
const readers = new WeakMap<object, LazyEntries['read']>();
const spreads = new WeakMap<object, NonNullable<LazyEntries['entries']>>();

/** How a lazy map is read. `read` gives undefined for a key that is not there, and may throw. */
export interface LazyEntries {
  keys(): readonly string[];
  has(key: string): boolean;
  read(key: string): unknown;
  /** The entries that have a value, for who wants all of them; absent where all have one. */
  entries?(): [string, unknown][];
}

/**
 * A map whose entries are computed when something asks for them, such as the variables of another host. To
 * expressions it is a map like every other.
 */
export function lazyMap({ keys, has, read, entries }: LazyEntries): Readonly<Record<string, unknown>> {
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
  if (entries) spreads.set(map, entries);
  return map;
}

/** What reads an entry, where a map is lazy. */
export function lazyReader(map: object): ((key: string) => unknown) | undefined {
  return readers.get(map);
}

/** The entries of a map, lazy or not. */
export function entriesOf(map: object): [string, unknown][] {
  return spreads.get(map)?.() ?? Object.entries(map);
}

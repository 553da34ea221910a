/** What the name `omit` of an expression stands for: the argument, or the entry of a list, is not written at all. */
class Omitted {
  toString(): string {
    return OMIT_NAME;
  }
}

/** As in Ansible; here it stands in `default(item.mtu, omit)`. */
export const OMIT_NAME = 'omit';

export const OMIT: Omitted = Object.freeze(new Omitted());

export function withoutOmitted(items: readonly unknown[]): unknown[] {
  return items.filter((item) => item !== OMIT);
}

/** A map without what is left out; itself left out when nothing remains, so that `mtu: { size: omit }` is no mtu. */
export function mapOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> | Omitted {
  const written = entries.filter(([, value]) => value !== OMIT);
  // fromEntries defines its keys as own ones, `__proto__` included.
  return written.length === 0 && entries.length > 0 ? OMIT : Object.fromEntries(written);
}

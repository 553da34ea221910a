/** What the name `omit` of an expression stands for: the argument, or the entry of a list, is not written at all. */
class Omitted {
  toString(): string {
    return OMIT_NAME;
  }
}

/** As in Ansible; here it stands in `default(item.mtu, omit)`. */
export const OMIT_NAME = 'omit';

export const OMIT: Omitted = Object.freeze(new Omitted());

export const OmittedType: new () => Omitted = Omitted;

/** The entries of a list or map without those that are left out. */
export function kept<E extends readonly [key: string, value: unknown]>(entries: readonly E[]): E[] {
  return entries.filter(([, value]) => value !== OMIT);
}

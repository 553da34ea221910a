import { type DescribedLink, mapOf } from './described.ts';
import { type BridgeParameters, KERNEL_DEFAULTS } from './kernel/link.ts';

/** What a task no longer says of its bridge and of the links beside it. The kernel keeps it until somebody resets it. */
export interface Unset {
  /** Links without an MTU of their own from now on: each takes that of those below it again. */
  mtus: readonly string[];
  /** Links of the host that had an MTU of their own and are not described any more. */
  left: readonly DescribedLink[];
  /** What netplan gives a bridge that is made by the new file. */
  parameters: Partial<BridgeParameters>;
  /** What cannot be reset: it goes when the link is made, or plugged in, the next time. */
  kept: readonly string[];
}

/** `before` are the links that the files described when they were last applied, `after` those from now on. */
export function unsetBy(
  name: string,
  before: readonly DescribedLink[],
  after: readonly DescribedLink[],
): Unset {
  const now = new Map(after.map((link) => [link.id, link.settings]));
  const then = before.flatMap(({ id, section, settings }) => {
    const next = now.get(id);
    return next ? [{ id, section, settings, next }] : [];
  });
  const gone = (key: string) => then.filter(({ settings, next }) => key in settings && !(key in next));
  const bridge = then.find(({ id }) => id === name);
  const had = mapOf(bridge?.settings.parameters);
  const has = mapOf(bridge?.next.parameters);
  const fresh = Object.keys(has).length > 0 ? { ...KERNEL_DEFAULTS, stp: true } : KERNEL_DEFAULTS;
  const parameters = Object.entries(fresh).filter(([key]) => key in had && !(key in has));
  const values = ['path-cost', 'port-priority'].flatMap((key) =>
    Object.keys(mapOf(had[key]))
      .filter((port) => !(port in mapOf(has[key])))
      .map((port) => `${key} of ${port}`),
  );
  const ofBonds = then.flatMap(({ id, section, settings, next }) =>
    section === 'bonds'
      ? Object.keys(mapOf(settings.parameters))
          .filter((key) => !(key in mapOf(next.parameters)))
          .map((key) => `${key} of ${id}`)
      : [],
  );
  return {
    mtus: gone('mtu').map(({ id }) => id),
    left: withMtu(before).filter(({ id }) => !now.has(id)),
    parameters: Object.fromEntries(parameters),
    kept: [...gone('macaddress').map(({ id }) => `macaddress of ${id}`), ...values, ...ofBonds],
  };
}

/** Those of the links of the host to which a file gives an MTU. */
export function withMtu(links: readonly DescribedLink[]): DescribedLink[] {
  return links.filter(({ section, settings }) => section === 'ethernets' && settings.mtu !== undefined);
}

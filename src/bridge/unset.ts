import type { FileState } from '../host/files.ts';
import { type FileLink, fileLinks, mapOf } from '../netplan/file-links.ts';
import { type BridgeParameters, KERNEL_DEFAULTS } from './kernel/link.ts';

/** What a task no longer says of its bridge and of the links beside it. The kernel keeps it until somebody resets it. */
export interface Unset {
  /** Links without an MTU of their own from now on: each takes that of those below it again. */
  mtus: readonly string[];
  /** Links of the host that had an MTU of their own and are not described any more. */
  left: readonly FileLink[];
  /** What netplan gives a bridge that is made by the new file. */
  parameters: Partial<BridgeParameters>;
  /** What cannot be reset: it goes when the link is made, or plugged in, the next time. */
  kept: readonly string[];
}

/** `before` is what netplan has put in place, `content` the file from now on. */
export function unsetBy(name: string, before: FileState, content: string): Unset {
  if (before.kind !== 'file' || typeof before.content !== 'string')
    return { mtus: [], left: [], parameters: {}, kept: [] };
  const now = new Map(fileLinks(content).map((link) => [link.id, link.settings]));
  const described = fileLinks(before.content);
  const then = described.flatMap(({ id, settings }) => {
    const after = now.get(id);
    return after ? [{ id, settings, after }] : [];
  });
  const gone = (key: string) => then.filter(({ settings, after }) => key in settings && !(key in after));
  const bridge = then.find(({ id }) => id === name);
  const had = mapOf(bridge?.settings.parameters);
  const has = mapOf(bridge?.after.parameters);
  const made = Object.keys(has).length > 0 ? { ...KERNEL_DEFAULTS, stp: true } : KERNEL_DEFAULTS;
  const parameters = Object.entries(made).filter(([key]) => key in had && !(key in has));
  const values = ['path-cost', 'port-priority'].flatMap((key) =>
    Object.keys(mapOf(had[key]))
      .filter((port) => !(port in mapOf(has[key])))
      .map((port) => `${key} of ${port}`),
  );
  return {
    mtus: gone('mtu').map(({ id }) => id),
    left: withMtu(described).filter(({ id }) => !now.has(id)),
    parameters: Object.fromEntries(parameters),
    kept: [...gone('macaddress').map(({ id }) => `macaddress of ${id}`), ...values],
  };
}

/** Those of the links of the host to which a file gives an MTU. */
export function withMtu(links: readonly FileLink[]): FileLink[] {
  return links.filter(({ section, settings }) => section === 'ethernets' && settings.mtu !== undefined);
}

import type { DescribedLink } from '../../bridge/described.ts';
import { type KernelBridges, kernelBridges } from '../../bridge/kernel/kernel-bridges.ts';
import { type HostLinks, hostLinks } from '../../host/host-links.ts';
import { effectiveLinks } from '../../netplan/effective.ts';
import { netplanFiles } from '../../netplan/host-files.ts';
import type { Current } from '../../plan/probe.ts';
import { tried } from '../../plan/tried.ts';
import type { HostResources } from '../resources.ts';
import { bridgeArgumentsOf, underlayIn } from './bridge-arguments.ts';

/** What is read of the bridges of a host. */
export const BRIDGES = {
  netplan: tried(netplanFiles),
  kernel: tried(kernelBridges),
  links: tried(hostLinks),
};

/** The bridges of a host but for `others`, which libvirt makes for its networks. */
export function hostBridges(
  host: string,
  { netplan, kernel, links }: Current<typeof BRIDGES>,
  others: ReadonlySet<string>,
): HostResources {
  if ('why' in netplan || 'why' in kernel || 'why' in links) {
    const why = [netplan, kernel, links].flatMap((one) => ('why' in one ? [one.why] : [])).join('; ');
    return { resources: [], undescribed: [{ host, what: 'bridges', why }] };
  }
  const read = { described: effectiveLinks(netplan.value), kernel: kernel.value, links: links.value };
  return describedBridges(host, read, others);
}

interface Read {
  described: readonly DescribedLink[];
  kernel: KernelBridges;
  links: HostLinks;
}

function describedBridges(
  host: string,
  { described, kernel, links: { links } }: Read,
  others: ReadonlySet<string>,
): HostResources {
  const bridges = described
    .filter(({ section }) => section === 'bridges')
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const names = [...new Set([...bridges.map(({ id }) => id), ...Object.keys(kernel)])].filter(
    (name) => !others.has(name),
  );
  const claimed = new Set<DescribedLink>();
  const found = names.toSorted().map((name) => {
    const bridge = bridges.find(({ id }) => id === name);
    if (!bridge) return { name, undescribed: 'no file of netplan describes it' };
    if (!Object.hasOwn(kernel, name))
      return { name, undescribed: 'netplan describes it, and the kernel does not have it' };
    // What lies below several bridges is described with the first of them.
    const free = described.filter((link) => !claimed.has(link));
    for (const link of underlayIn(bridge, free)) claimed.add(link);
    return { name, ...bridgeArgumentsOf(bridge, free, links) };
  });
  return {
    resources: found.flatMap((one) =>
      'args' in one ? [{ host, kind: 'bridge', name: one.name, args: one.args }] : [],
    ),
    undescribed: found.flatMap((one) =>
      'undescribed' in one ? [{ host, what: `bridge ${one.name}`, why: one.undescribed }] : [],
    ),
  };
}

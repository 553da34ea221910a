import type { Step } from '../plan/step.ts';
import type { CurrentBridge } from './current-bridge.ts';
import { type DescribedLink, foundBy } from './described.ts';
import type { DesiredBridge } from './desired-bridge.ts';
import type { Hardware } from './kernel/hardware.ts';
import { type LinkState, linkText } from './kernel/link.ts';
import type { LinkDifference } from './kernel/link-differences.ts';
import { mtuStep } from './kernel/steps.ts';
import { hostPorts, parentsOf } from './kernel/underlay-link.ts';
import type { Unset } from './unset.ts';

/** What a link of the host has where no one says otherwise: IEEE 802.3. */
const ETHERNET_MTU = 1500;

/** A link of the host that a bridge changes: as it is, and as it becomes. */
interface PortChange {
  port: string;
  is: LinkState;
  next: LinkState;
}

/** What becomes of ports: they are set up, get their MTU, and lose what is taken out of other files. */
export function portsAfter(
  desired: DesiredBridge,
  { links }: Pick<CurrentBridge, 'links'>,
  unset: Pick<Unset, 'mtus'>,
): PortChange[] {
  const bare = desired.takesOver.length > 0 ? { addresses: [], routes: [] } : {};
  const changed = (port: string, more: object): PortChange[] => {
    const is = links[port] ?? { exists: false };
    if (!is.exists) return [];
    const id = desired.ids[port] ?? port;
    const mtu = desired.mtus[id] ?? (unset.mtus.includes(id) ? ETHERNET_MTU : is.mtu);
    const next = { ...is, ...more, mtu };
    return linkText(next) === linkText(is) ? [] : [{ port, is, next }];
  };
  return [
    ...hostPorts(desired).flatMap((port) => changed(port, { up: true, ...bare })),
    ...parentsOf(desired).flatMap((port) => changed(port, {})),
  ];
}

/** The MTUs among them, in netplan's words. */
export function mtuDifferences(ports: readonly PortChange[]): LinkDifference[] {
  return ports.flatMap(({ port, is, next }) =>
    is.exists && next.exists && is.mtu !== next.mtu
      ? [{ what: `mtu of ${port}`, before: String(is.mtu), after: String(next.mtu) }]
      : [],
  );
}

/**
 * Before netplan applies the files: networkd leaves links the MTU that a file gave them which is gone. Where another
 * file says one, it comes with that; `stays` says of which links this bridge has something to say itself.
 */
export function mtusBack(
  links: readonly DescribedLink[],
  hardware: readonly Hardware[],
  stays: (port: string) => boolean = () => false,
): Step[] {
  const ports = links.flatMap((entry) => foundBy(entry, hardware) ?? [entry.id]);
  return ports.filter((port) => !stays(port)).map((port) => mtuStep(port, ETHERNET_MTU));
}

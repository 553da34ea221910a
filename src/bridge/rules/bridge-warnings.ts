import type { CurrentBridge } from '../current-bridge.ts';
import type { DesiredBridge } from '../desired-bridge.ts';
import { hostPorts } from '../kernel/underlay-link.ts';
import { unsetOf } from '../plan-bridge.ts';
import { portsAfter } from '../ports-after.ts';

/** What is right as far as it goes, and still not what its author may expect. */
export function bridgeWarnings(desired: DesiredBridge, current: CurrentBridge): string[] {
  const unset = unsetOf(desired, current);
  const kept = unset.kept.map(
    (what) =>
      `${what} is no longer in the task, and stays until the link is made or plugged in the next time`,
  );
  return [...mtuWarnings(desired, current), ...otherLease(desired, current), ...kept];
}

/**
 * The kernel gives a bridge any MTU, whatever its ports have. At a boot networkd makes the bridge with its MTU and sets
 * it no more, since it is there; then the kernel gives the bridge that of its narrowest port (br_mtu_auto_adjust):
 * systemd 252 and 257.
 */
function mtuWarnings(desired: DesiredBridge, current: CurrentBridge): string[] {
  const { name, mtu, underlay } = desired;
  if (mtu === undefined) return [];
  const after = new Map(
    portsAfter(desired, current, unsetOf(desired, current)).map(({ port, next }) => [port, next]),
  );
  const ports = desired.interfaces.map((port) => {
    const own = underlay.find((link) => link.name === port);
    const link = after.get(port) ?? current.links[port];
    const section = own ? `${own.kind}s` : 'ethernets';
    const hint = `${section}: { ${desired.ids[port] ?? port}: { ${own ? '…, ' : ''}mtu: ${mtu} } }`;
    return { port, has: own?.mtu ?? (link?.exists ? link.mtu : mtu), hint };
  });
  const narrow = ports
    .filter(({ has }) => has < mtu)
    .map(
      ({ port, has, hint }) =>
        `${port} has an MTU of ${has}, ${name} one of ${mtu}: what is larger is lost there. Say ${hint}`,
    );
  const [narrowest] = ports.toSorted((one, other) => one.has - other.has);
  if (!narrowest || narrowest.has <= mtu) return narrow;
  const { port, has, hint } = narrowest;
  return [
    `${name} has an MTU of ${mtu} until the next boot: systemd-networkd then leaves it that of ${port}, ${has}. Say ${hint}`,
  ];
}

/** A server knows a host by its MAC address, and a new bridge has one of its own: systemd.netdev(5), MACAddress. */
function otherLease(desired: DesiredBridge, { link, carries, hardware }: CurrentBridge): string[] {
  const { name, dhcp, macaddress } = desired;
  if (!dhcp || macaddress !== undefined || link.exists) return [];
  const claimed = hostPorts(desired);
  const port = claimed.find((one) => (carries[one] ?? []).length > 0) ?? claimed[0];
  const mac = hardware.find((one) => one.name === port)?.mac;
  if (port === undefined || !mac) return [];
  return [
    `${name} asks DHCP with a MAC address of its own, so its address will not be that of ${port}. To keep that, say macaddress: "${mac}"`,
  ];
}

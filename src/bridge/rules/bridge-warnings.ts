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
  return [...narrowPorts(desired, current), ...otherLease(desired, current), ...kept];
}

/** The kernel gives a bridge any MTU, whatever its ports have. */
function narrowPorts(desired: DesiredBridge, current: CurrentBridge): string[] {
  const { name, mtu, underlay } = desired;
  if (mtu === undefined) return [];
  const after = new Map(
    portsAfter(desired, current, unsetOf(desired, current)).map(({ port, next }) => [port, next]),
  );
  return desired.interfaces.flatMap((port) => {
    const own = underlay.find((link) => link.name === port);
    const link = after.get(port) ?? current.links[port];
    const has = own?.mtu ?? (link?.exists ? link.mtu : mtu);
    if (has >= mtu) return [];
    const section = own ? `${own.kind}s` : 'ethernets';
    const hint = `${section}: { ${desired.ids[port] ?? port}: { ${own ? '…, ' : ''}mtu: ${mtu} } }`;
    return [`${port} has an MTU of ${has}, ${name} one of ${mtu}: what is larger is lost there. Say ${hint}`];
  });
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

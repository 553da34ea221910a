import type { SeenBridge, WantedBridge } from '../desired-bridge.ts';
import { claimedBy } from '../kernel/made-link.ts';
import { unsetOf } from '../plan-bridge.ts';
import { portsAfter } from '../ports-after.ts';

/** What is right as far as it goes, and still not what its author may expect. */
export function bridgeWarnings(wanted: WantedBridge, seen: SeenBridge): string[] {
  const unset = unsetOf(wanted, seen);
  const kept = unset.kept.map(
    (what) =>
      `${what} is no longer in the task, and stays until the link is made or plugged in the next time`,
  );
  return [...narrowPorts(wanted, seen), ...otherLease(wanted, seen), ...kept];
}

/** The kernel gives a bridge any MTU, whatever its ports have. */
function narrowPorts(wanted: WantedBridge, seen: SeenBridge): string[] {
  const { name, mtu, made } = wanted;
  if (mtu === undefined) return [];
  const after = new Map(
    portsAfter(wanted, seen, unsetOf(wanted, seen)).map(({ port, next }) => [port, next]),
  );
  return wanted.interfaces.flatMap((port) => {
    const own = made.find((link) => link.name === port);
    const link = after.get(port) ?? seen.links[port];
    const has = own?.mtu ?? (link?.exists ? link.mtu : mtu);
    if (has >= mtu) return [];
    const section = own ? `${own.kind}s` : 'ethernets';
    const hint = `${section}: { ${wanted.ids[port] ?? port}: { ${own ? '…, ' : ''}mtu: ${mtu} } }`;
    return [`${port} has an MTU of ${has}, ${name} one of ${mtu}: what is larger is lost there. Say ${hint}`];
  });
}

/** A server knows a host by its MAC address, and a new bridge has one of its own: systemd.netdev(5), MACAddress. */
function otherLease(wanted: WantedBridge, { link, carries, hardware }: SeenBridge): string[] {
  const { name, dhcp, macaddress } = wanted;
  if (!dhcp || macaddress !== undefined || link.exists) return [];
  const claimed = claimedBy(wanted);
  const port = claimed.find((one) => (carries[one] ?? []).length > 0) ?? claimed[0];
  const mac = hardware.find((one) => one.name === port)?.mac;
  if (port === undefined || !mac) return [];
  return [
    `${name} asks DHCP with a MAC address of its own, so its address will not be that of ${port}. To keep that, say macaddress: "${mac}"`,
  ];
}

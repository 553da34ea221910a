import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';

/** The ports that libvirt fills into the live copy of a NAT network. */
export const NAT_PORTS = { start: 1024, end: 65535 };

/** What the live dump of a network that was just started from this definition says: libvirt fills in the NAT ports. */
export function liveOf(stored: Network): Network {
  if (modeOf(stored) !== 'nat') return stored;
  const { nat, ...forward } = stored.forward ?? {};
  if (nat?.port) return stored;
  return { ...stored, forward: { ...forward, nat: { ...nat, port: NAT_PORTS } } };
}

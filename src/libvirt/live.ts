import { modeOf } from './mode.ts';
import type { Network } from './network.ts';

/** What the live dump of a network that was just started from this definition says: libvirt fills in the NAT ports. */
export function liveOf(stored: Network): Network {
  if (modeOf(stored) !== 'nat') return stored;
  const { nat, ...forward } = stored.forward ?? {};
  if (nat?.port) return stored;
  return { ...stored, forward: { ...forward, nat: { ...nat, port: { start: 1024, end: 65535 } } } };
}

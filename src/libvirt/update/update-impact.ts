import { type Impact, NO_IMPACT } from '../../plan/change.ts';
import type { Difference } from '../compare/difference.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { MANY } from './repair.ts';
import type { NetworkUpdate } from './sections.ts';

/** What calls of `net-update` do to a network that runs. */
export function updateImpact(network: Network, updates: readonly NetworkUpdate[]): Impact {
  const isAny = (impact: NetworkUpdate['impact']) => updates.some((each) => each.impact === impact);
  if (!isAny('restart') && !isAny('reload')) return NO_IMPACT;
  const note = `its dnsmasq ${isAny('restart') ? 'restarts' : 'reloads'}`;
  return { disruption: 'service', note: [note, firewallNote(network, updates)].filter(Boolean).join('; ') };
}

/** Seconds that libvirt takes to rewrite the firewall of a network, as it does for each call: measured on 9.0 and 11.3. */
const FIREWALL = 0.4;

/** Where that takes long. Without a firewall, or for names, a call takes some milliseconds. */
function firewallNote(network: Network, updates: readonly NetworkUpdate[]): string | undefined {
  const calls = updates.filter(({ section }) => section.startsWith('ip-dhcp-')).length;
  if (calls <= MANY || modeOf(network) === 'open') return undefined;
  const seconds = calls * FIREWALL;
  const time = seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
  return `libvirt rewrites its firewall ${calls} times, which takes about ${time}`;
}

/** Above so many, a restart that nobody notices is over long before the calls are: they would take a minute and more. */
const TOO_MANY = 150;

/** Whether calls for these differences take far longer than a restart of the network. */
export function isSlow(network: Network, differences: readonly Difference[]): boolean {
  const calls = differences.filter(({ at }) => at.startsWith('ip.dhcp.')).length;
  return calls > TOO_MANY && modeOf(network) !== 'open';
}

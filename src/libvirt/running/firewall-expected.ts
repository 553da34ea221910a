import { destinationOf, familyOf } from '../model/address.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import type { FirewallRules, Purpose } from '../observe/firewall-rules.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';

/** A rule that libvirt writes for a network: for its bridge, or one of its subnets. */
export type Expected = readonly [purpose: Purpose, value: string];

/** The rules that libvirt writes for a network while it runs; for one of mode open it writes none. */
export function expectedRules(state: NetworkState): Expected[] {
  const bridge = ownBridge(state);
  if (bridge === undefined || !state.exists || !state.live || modeOf(state.live) === 'open') return [];
  return [...ofFamily(state.live, bridge, 'ipv4'), ...ofFamily(state.live, bridge, 'ipv6')];
}

/** Those that are not in force, where some are not. */
export function missingRules(
  state: NetworkState,
  rules: NonNullable<FirewallRules>,
): { areAll: boolean; purposes: readonly Purpose[] } | undefined {
  const expected = expectedRules(state);
  const missing = expected.filter(([purpose, value]) => !rules[purpose].includes(value));
  if (missing.length === 0) return undefined;
  const purposes = [...new Set(missing.map(([purpose]) => purpose))];
  return { areAll: missing.length === expected.length, purposes };
}

/** As networkAddFirewallRules of libvirt does: an IPv6 without addresses has rules only where the network allows it. */
function ofFamily(network: Network, bridge: string, family: 'ipv4' | 'ipv6'): Expected[] {
  const own = (network.ip ?? []).filter(
    ({ address }) => address !== undefined && familyOf(address) === family,
  );
  const isFour = family === 'ipv4';
  const isServed = isFour || own.length > 0;
  if (!isServed && network.ipv6 !== 'yes') return [];
  const mode = modeOf(network);
  const isForwarded = own.length > 0 && mode !== 'none';
  const isMasqueraded = mode === 'nat' && (isFour || network.forward?.nat?.ipv6 === 'yes');
  const purposes = [
    ...(isForwarded ? (['from guests', 'to guests'] as const) : []),
    ...(['between guests', 'from outside, refused', 'to outside, refused'] as const),
    ...(isServed ? (['to the host', 'from the host'] as const) : []),
  ].map((purpose) => [purpose, bridge] as const);
  const subnets = (isMasqueraded ? own : [])
    .map((each) => destinationOf(each))
    .map(({ address, prefix }) => ['masquerading', `${address}/${prefix}`] as const);
  return [...purposes, ...subnets].map(([purpose, value]) => [isFour ? purpose : `${purpose} (IPv6)`, value]);
}

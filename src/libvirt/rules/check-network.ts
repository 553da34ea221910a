import type { Network } from '../model/network.ts';
import { ADDRESS_RULES } from './addresses.ts';
import { DHCP_RULES } from './dhcp.ts';
import { DNS_RULES } from './dns.ts';
import { HOST_RULES } from './host.ts';
import { MODE_RULES } from './modes.ts';
import { NAME_RULES } from './names.ts';
import { PORT_RULES } from './ports.ts';
import { applyRules, type Facts, type Finding, type Rule } from './rule.ts';
import { VERSION_RULES } from './versions.ts';

export type { Facts, Finding } from './rule.ts';

/** Every rule about the definition of a network. */
export const NETWORK_RULES: readonly Rule[] = [
  ...NAME_RULES,
  ...MODE_RULES,
  ...ADDRESS_RULES,
  ...DHCP_RULES,
  ...DNS_RULES,
  ...PORT_RULES,
  ...VERSION_RULES,
  ...HOST_RULES,
];

/**
 * Everything that libvirt would refuse, drop in silence or fail at later. Rules that depend on the host find
 * something only when `facts` say what they need.
 */
export function checkNetwork(network: Network, facts: Facts = {}): Finding[] {
  return applyRules(NETWORK_RULES, network, facts);
}

/** What is wrong with a part of a network, whatever a host has of the rest of it. */
export function checkPart(part: Network): Finding[] {
  return NETWORK_RULES.flatMap(({ isCertain = () => true, ...rule }) =>
    applyRules([rule], part).filter(({ at }) => isCertain(part, at)),
  );
}

import type { Network } from './network.ts';
import { ADDRESS_RULES } from './rules/addresses.ts';
import { DHCP_RULES } from './rules/dhcp.ts';
import { DNS_RULES } from './rules/dns.ts';
import { HOST_RULES } from './rules/host.ts';
import { MODE_RULES } from './rules/modes.ts';
import { NAME_RULES } from './rules/names.ts';
import { PORT_RULES } from './rules/ports.ts';
import { applyRules, type Facts, type Finding } from './rules/rule.ts';
import { VERSION_RULES } from './rules/versions.ts';

export type { Facts, Finding } from './rules/rule.ts';

const RULES = [
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
  return applyRules(RULES, network, facts);
}

/** What is wrong with a part of a network, whatever a host has of the rest of it. */
export function checkPart(part: Network): Finding[] {
  return RULES.flatMap(({ isCertain = () => true, ...rule }) =>
    applyRules([rule], part).filter(({ at }) => isCertain(part, at)),
  );
}

import type { Rule } from '../rule.ts';
import { ACCESS_RULES } from './access.ts';
import { DEFINITION_RULES } from './definitions.ts';
import { DHCP_AUDIT_RULES } from './dhcp.ts';
import { FIREWALL_RULES } from './firewall.ts';
import { FLEET_ADDRESS_RULES } from './fleet-addresses.ts';
import { GUEST_RULES } from './guests.ts';
import { IDENTITY_RULES } from './identities.ts';
import { LINK_RULES } from './links.ts';
import { NAME_SERVICE_RULES } from './names.ts';
import { NETWORK_STATE_RULES } from './network-state.ts';
import { ROUTING_RULES } from './routing.ts';
import { FLEET_VERSION_RULES } from './versions.ts';

/** All rules, by families: what `audit` looks for, and what docs/rules/ explains. */
export const FAMILIES: Readonly<Record<string, readonly Rule[]>> = {
  'Addresses in the fleet': FLEET_ADDRESS_RULES,
  'What there may be only one of': IDENTITY_RULES,
  'Networks as they stand': NETWORK_STATE_RULES,
  DHCP: DHCP_AUDIT_RULES,
  'Name service': NAME_SERVICE_RULES,
  Guests: GUEST_RULES,
  'Bridges and links': LINK_RULES,
  Routing: ROUTING_RULES,
  Firewall: FIREWALL_RULES,
  Versions: FLEET_VERSION_RULES,
  'Who has access': ACCESS_RULES,
  'Definitions of networks': DEFINITION_RULES,
};

export const RULES: readonly Rule[] = Object.values(FAMILIES).flat();

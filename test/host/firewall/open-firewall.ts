import type { HostFirewall } from '../../../src/host/firewall/host-firewall.ts';

/** A host that forwards everything. */
export const OPEN_FIREWALL: HostFirewall = {
  chains: [],
  forwards: { ip: true, ip6: true },
  filtersBridges: { ip: false, ip6: false },
};

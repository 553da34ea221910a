/** A bridge is described by the names that the kernel gives its ports; netplan can find a port by other marks. */
const MATCH =
  'a port is named as the kernel names it, and not found by `match` (driver, MAC or another name)';

/** Cases in which Virtfleet answers otherwise than the real program, each with the reason. */
export const KNOWN_GAPS: ReadonlyMap<string, string> = new Map([
  ['netplan/bridges-NetworkManager-bridge_forward_declaration', MATCH],
  ['netplan/bridges-Networkd-bridge_components', MATCH],
  ['netplan/bridges-Networkd-bridge_forward_declaration', MATCH],
  ['netplan/bridges-Networkd-eth_bridge_nm_denylist', MATCH],
]);

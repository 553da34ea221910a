import type { UnreadHost } from '../unread-hosts.ts';

/** A guest's interface as `virtfleet networks` tells it; `interface` is its tap, absent while the guest does not run. */
export interface NetworkGuest {
  guest: string;
  interface?: string;
}

/** One network of one host, as it was read. */
export interface NetworkRow {
  host: string;
  network: string;
  /** libvirt's forward mode, `isolated` for a network without one. */
  mode: string;
  bridge: string | null;
  /** The subnets in CIDR notation; none when libvirt gives the network no address. */
  subnet: readonly string[];
  active: boolean;
  autostart: boolean;
  persistent: boolean;
  /** In what the live copy differs from the persistent one; empty when they are the same. */
  liveDiffers: readonly string[];
  guests: readonly NetworkGuest[];
  /** Guests whose tap is not a port of the network's bridge. */
  guestsOffBridge: readonly NetworkGuest[];
  /** Of an active network that has a dnsmasq: the daemon of libvirt that has to start it again, as it is not running. */
  dnsmasqDown: string | null;
  /**
   * Of an active network that gives out addresses: the leases that guests hold, of how many addresses (those of the
   * ranges, and reserved ones outside of them), and how many of the ranges are left for a guest without reservation.
   */
  leases: { used: number; addresses: number; free: number } | null;
  /** Of an active network: libvirt cannot read its leases. */
  leasesUnread: boolean;
}

/** A network whose definition cannot be read, and why. */
export interface UnreadableNetwork {
  host: string;
  network: string;
  message: string;
}

/** All that was found on the hosts. */
export interface FleetNetworks {
  networks: readonly NetworkRow[];
  unreadable: readonly UnreadableNetwork[];
  unreachable: readonly UnreadHost[];
}

/** Only what is unusual is said: `up` is active, persistent and autostarted, with live and persistent copy the same. */
export function stateOf(
  row: Pick<NetworkRow, 'active' | 'autostart' | 'persistent' | 'liveDiffers' | 'guestsOffBridge'> & {
    dnsmasqDown?: string | null;
  },
) {
  const unusual = [
    !row.persistent && 'transient',
    row.persistent && !row.autostart && 'no autostart',
    row.liveDiffers.length > 0 && 'live differs',
    row.dnsmasqDown && 'no dnsmasq',
    row.guestsOffBridge.length > 0 && `${row.guestsOffBridge.length} off bridge`,
  ].filter((word) => typeof word === 'string');
  return [row.active ? 'up' : 'down', ...unusual].join(', ');
}

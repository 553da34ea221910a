/** What `virsh net-info` says of a network. */
export interface NetInfo {
  /** Empty when virsh said nothing, because the network is gone. */
  name: string;
  uuid: string;
  active: boolean;
  persistent: boolean;
  autostart: boolean;
  /** Absent for networks without a bridge of libvirt's or of the host. */
  bridge?: string;
}

/** Reads `virsh net-info NAME`. */
export function parseNetInfo(output: string): NetInfo {
  const bridge = fieldOf(output, 'Bridge');
  return {
    name: fieldOf(output, 'Name'),
    uuid: fieldOf(output, 'UUID'),
    active: fieldOf(output, 'Active') === 'yes',
    persistent: fieldOf(output, 'Persistent') === 'yes',
    autostart: fieldOf(output, 'Autostart') === 'yes',
    ...(bridge ? { bridge } : {}),
  };
}

/** virsh pads the key to 16 characters; a name keeps its own blanks. */
function fieldOf(output: string, key: string): string {
  const line = output.split('\n').find((each) => each.startsWith(`${key}:`));
  return line?.slice(16) ?? '';
}

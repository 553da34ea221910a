/** What kind of hypervisor a host is, whatever its release. */
export interface Kind {
  /** Whether Ansible's modules find their Python libraries on it. */
  ansible: boolean;
  /** With what libvirt writes its rules where it has a choice, which is since 10.4; absent: it chooses itself. */
  firewall?: 'iptables' | 'nftables';
  /**
   * Whether it is a virtual machine with Debian's kernel, for what this machine's may not have, like bonds and VLANs. It is
   * emulated: it takes a minute to boot.
   */
  vm?: boolean;
}

export const PLAIN: Kind = { ansible: false };

/** What is known of a host before it boots. */
export interface LabHost extends Kind {
  name: string;
  /** Debian's code name of the release. */
  release: string;
  /** Management address on eth0. */
  address: string;
}

export const managementPrefix = 16;
export const operatorAddress = '10.77.0.1';
export const maxHosts = 30;

/**
 * The fleet of `count` hosts: those that exist, and the missing ones.
 * A new fleet is split over the releases in contiguous parts; a fleet that grows keeps what it has and
 * fills the releases up to their share.
 */
export function planFleet(
  existing: readonly LabHost[],
  count: number,
  releases: readonly string[],
  kind: Kind,
): LabHost[] {
  const hosts = new Map(existing.map((host) => [host.name, host]));
  for (let number = 1; number <= count; number++) {
    const name = `hv${String(number).padStart(2, '0')}`;
    if (hosts.has(name)) continue;
    const release = releases.find((candidate, index) => {
      const has = [...hosts.values()].filter((host) => host.release === candidate).length;
      return has < share(count, releases.length, index);
    });
    if (release === undefined) throw new Error('shares do not add up to the number of hosts');
    hosts.set(name, { name, release, address: `10.77.1.${number}`, ...kind });
  }
  return [...hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How many of `count` hosts the release at `index` gets; the first ones take the remainder. */
function share(count: number, parts: number, index: number): number {
  return Math.floor(count / parts) + (index < count % parts ? 1 : 0);
}

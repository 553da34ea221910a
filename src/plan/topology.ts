import type { Probe } from './probe.ts';

/** How the networks of a host are plugged together, under the names that the host has for them. */
export interface Topology {
  networks: readonly TopologyNetwork[];
  /** The bridges that the kernel has, with their ports but without taps. */
  bridges: readonly { name: string; ports: readonly string[] }[];
  interfaces: readonly TopologyInterface[];
  /** Taps of no guest that are on no bridge. */
  orphans: readonly string[];
}

export interface TopologyNetwork {
  name: string;
  /** The mode of forwarding, `isolated` without one; absent where the definition cannot be read. */
  mode?: string;
  active: boolean;
  /** The bridge that its definition names. */
  bridge?: string;
  /** Links of the host that its definition forwards to. */
  devices: readonly string[];
}

/** An interface of a guest. */
export interface TopologyInterface {
  guest: string;
  running: boolean;
  mac: string;
  /** The network that its definition names. */
  network?: string;
  /** The bridge that it should be on, by its definition or by that of its network. */
  bridge?: string;
  /** Its link on the host; only while the guest runs. */
  tap?: string;
  /** The bridge that the kernel has that link on. */
  master?: string;
  /** The link should be on a bridge and is on none, or on another. */
  loose?: true;
}

/**
 * How a topology is read, for the drawings of the HTML report. `tasks` are read in any case: what they tell is not
 * asked for twice.
 */
export type TopologyRead = (tasks: readonly Probe[]) => {
  probes: readonly Probe[];
  of: (read: ValueOf) => Topology;
};

/** The value of a probe that was read. Throws ProbeError where the host could not answer. */
export type ValueOf = <T>(probe: Probe<T>) => T;

import type { Version } from '../../../src/versions/version.ts';

/** What is known of a host when its tasks are written. */
export interface HostFacts {
  name: string;
  release: string;
  /** Its management address. */
  address: string;
}

/** A part of a host's configuration, with all that it may be. */
export interface Part {
  name: string;
  /** What it is, for the counts at the end. */
  kind: string;
  /** The first one is what a host begins with. */
  values: readonly Value[];
}

export interface Value {
  name: string;
  /** The first libvirt that can have it; absent: each. */
  since?: Version;
  /** Whether a network that becomes so has to be restarted. */
  restarts?: boolean;
  /** Whether it may run, or not run, only until its host boots. */
  untilBoot?: boolean;
  /** The module with its arguments, and more keys of the task. */
  task(host: HostFacts): object;
}

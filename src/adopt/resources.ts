import type { Values } from './value.ts';

/** What is described, by the module that does it. */
export type Kind = 'bridge' | 'network' | 'dnsmasq' | 'guest_interface';

/** Something that a host has, as the arguments of the module that describes it. */
export interface Resource {
  host: string;
  kind: Kind;
  name: string;
  /** The module, where it is not the one that the kind is named after. */
  module?: string;
  /** Whether the service of dnsmasq has to read it anew where it changes. */
  restarts?: boolean;
  args: Values;
}

/** Something that a host has, or may have, and no task describes; and why. */
export interface Undescribed {
  host: string;
  /** `network lab`, `bridges`. */
  what: string;
  why: string;
}

/** What a host has, as the arguments of tasks, and what of it no task describes. */
export interface HostResources {
  resources: readonly Resource[];
  undescribed: readonly Undescribed[];
}

import type { Probes } from './probe.ts';

/** Whether an interface of a guest is connected, as its host has it now. */
export interface GuestLink {
  guest: string;
  mac: string;
  /** What is wrong with it: `does not run`, `vnet0 is on no bridge`. Absent where it is connected. */
  fault?: string;
  /** Whether it holds an address that its network gave out. */
  hasLease: boolean;
}

/** How the links of all guests of a host are read. */
export interface GuestLinksRead {
  probes: Probes;
  of(current: Readonly<Record<string, unknown>>): readonly GuestLink[];
}

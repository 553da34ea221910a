import { hostFirewall } from '../host/firewall/host-firewall.ts';
import { neighbours } from '../host/links/neighbours.ts';
import { allLeases } from '../libvirt/observe/all-leases.ts';
import { allNetworks } from '../libvirt/observe/all-networks.ts';
import { firewallRules } from '../libvirt/observe/firewall-rules.ts';
import type { Current } from '../plan/probe.ts';
import { tried } from '../plan/tried.ts';
import type { HeardServers } from './questions/dhcp-servers.ts';
import type { NameAnswers } from './questions/name-questions.ts';
import type { Pings } from './questions/pings.ts';
import { drops } from './readings/drops.ts';
import { guests } from './readings/guests.ts';
import { hostState } from './readings/host-state.ts';
import { journal } from './readings/journal.ts';
import { kernel } from './readings/links.ts';
import { listeners } from './readings/sockets.ts';

/** What is read of a host, whatever is wrong with it. */
export const READINGS = {
  networks: tried(allNetworks),
  leases: tried(allLeases),
  guests: tried(guests),
  kernel: tried(kernel),
  neighbours: tried(neighbours),
  state: hostState,
  listeners,
  journal,
  firewall: hostFirewall,
  rules: firewallRules,
  drops,
};

/** What is asked then, because of what was read. */
export interface Asked {
  names?: NameAnswers;
  pings?: Pings;
  heard?: HeardServers;
  /** Why none of this is asked; absent where it is. */
  unasked?: string;
}

/** All that is known of a host. */
export type HostReadings = Current<typeof READINGS> & Asked;

import type { Current } from '../../plan/probe.ts';
import type { HostResources } from '../resources.ts';
import { BRIDGES, hostBridges } from './host-bridges.ts';
import { DNSMASQ, hostDnsmasq } from './host-dnsmasq.ts';
import { GUESTS, hostGuests } from './host-guests.ts';
import { hostNetworks, NETWORKS, networkBridges } from './host-networks.ts';

/** What is read of a host that is adopted. */
export const ADOPTED = { ...NETWORKS, ...BRIDGES, ...DNSMASQ };

/** The same with its guests. */
export const WITH_GUESTS = { ...ADOPTED, ...GUESTS };

export interface AdoptOptions {
  /** Whether what libvirt made up is described, too: uuids and MAC addresses of bridges. */
  withIds: boolean;
}

/** What a host has, as the arguments of tasks. */
export function hostResources(
  host: string,
  read: Current<typeof ADOPTED> & Partial<Current<typeof GUESTS>>,
  options: AdoptOptions,
): HostResources {
  const { guests } = read;
  const all = [
    hostBridges(host, read, networkBridges(read)),
    hostNetworks(host, read, options),
    hostDnsmasq(host, read),
    ...(guests ? [hostGuests(host, { guests })] : []),
  ];
  return {
    resources: all.flatMap((one) => one.resources),
    undescribed: all.flatMap((one) => one.undescribed),
  };
}

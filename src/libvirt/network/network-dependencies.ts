import { kernelBridges } from '../../bridge/kernel/kernel-bridges.ts';
import { hostFirewall } from '../../host/firewall/host-firewall.ts';
import { hostLinks } from '../../host/host-links.ts';
import { routing } from '../../management/routing.ts';
import { type Dependency, dependency } from '../../plan/dependency.ts';
import { firewallRules } from '../observe/firewall-rules.ts';
import { hostNetworks } from '../observe/host-networks.ts';
import { runningDnsmasqs } from '../observe/network-dump.ts';
import { type NetworkState, networkStates } from '../observe/network-state.ts';
import { bridgesAfter } from '../running/bridge-repair.ts';
import { dnsmasqsAfter } from '../running/dnsmasq-repair.ts';
import { rulesAfter } from '../running/firewall-repair.ts';
import { forwardsAfter } from '../running/forwarding-repair.ts';
import { linksAfter, networksAfter, routingAfter } from './neighbours.ts';
import { networksNow, networksNowAfter } from './network-answers.ts';

const GONE: NetworkState = { exists: false };

/** What follows from a network of libvirt: the networks, links and routes of its host, and what tasks read of them. */
export const networkDependencies: readonly Dependency[] = [
  dependency(networkStates, hostNetworks, (networks, { name, after }) =>
    networksAfter(networks, name, after),
  ),
  dependency(networkStates, networksNow, (all, { name, after }) => networksNowAfter(all, name, after)),
  dependency(networkStates, hostLinks, (host, { before = GONE, after }) => linksAfter(host, before, after)),
  dependency(networkStates, routing, (way, { before = GONE, after }) => routingAfter(way, before, after)),
  dependency(networkStates, firewallRules, (rules, { before = GONE, after }) =>
    rulesAfter(rules, before, after),
  ),
  dependency(networkStates, hostFirewall, (firewall, { after }) => forwardsAfter(firewall, after)),
  dependency(networkStates, kernelBridges, (all, { before = GONE, after }) =>
    bridgesAfter(all, before, after),
  ),
  dependency(networkStates, runningDnsmasqs, (all, { name, after }) => dnsmasqsAfter(all, name, after)),
];

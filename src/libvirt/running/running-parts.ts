import { kernelBridges } from '../../bridge/kernel/kernel-bridges.ts';
import { type HostFirewall, hostFirewall } from '../../host/firewall/host-firewall.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Plugged } from '../network/attachments.ts';
import { type FirewallRules, firewallRules, libvirtChains } from '../observe/firewall-rules.ts';
import { type RunningDnsmasqs, runningDnsmasqs } from '../observe/network-dump.ts';
import type { NetworkState } from '../observe/network-state.ts';
import { type CurrentBridges, repairedBridge } from './bridge-repair.ts';
import { withChainsFirst } from './chains-first.ts';
import { repairedDnsmasq } from './dnsmasq-repair.ts';
import { foreignWarnings } from './firewall-foreign.ts';
import { repairedFirewall } from './firewall-repair.ts';
import { repairedForwarding } from './forwarding-repair.ts';
import { remadeBridge } from './remade-bridge.ts';

/** What a network that runs consists of besides its definition, and libvirt does not look at again. */
export const runningParts = {
  rules: firewallRules,
  chains: libvirtChains,
  firewall: hostFirewall,
  dnsmasqs: runningDnsmasqs,
  bridges: kernelBridges,
};

/** The answers to these probes, and to those of the network. */
export interface CurrentParts extends CurrentBridges, Omit<Plugged, 'session'> {
  network: NetworkState;
  rules: FirewallRules;
  chains: boolean | undefined;
  firewall: HostFirewall;
  dnsmasqs: RunningDnsmasqs;
}

/** The plan of a network with the repair of what somebody took away while it runs. What starts it brings all along. */
export function withRunningParts(wanted: Plan, name: string, current: CurrentParts): Plan {
  const { network, rules, chains, firewall, dnsmasqs } = current;
  // Where it is not known who runs the networks, they may be those of another host.
  if (wanted.failure !== undefined || !dnsmasqs) return wanted;
  const plan = withChainsFirst(wanted, name, chains);
  const restarts = plan.changes.some(({ steps }) => steps.some(({ do: kind }) => kind === 'detached'));
  const rewritten = repairedFirewall(name, network, rules);
  // A network that is stopped does not start again where the chains are gone that libvirt writes its rules to.
  if (restarts) return { ...plan, changes: [...rewritten, ...plan.changes] };
  const made = remadeBridge(name, network, current);
  if (made) return { ...plan, changes: [...rewritten, made, ...plan.changes] };
  const live = network.exists ? network.live : undefined;
  const repairs = [
    ...repairedBridge(name, network, current),
    ...repairedDnsmasq(name, network, dnsmasqs),
    ...rewritten,
    ...(live ? repairedForwarding(live, firewall, current) : []),
  ];
  // Where rules of libvirt are missing, others may drop what these let pass.
  const foreign = live && rewritten.length === 0 ? foreignWarnings(live, firewall) : [];
  if (repairs.length + foreign.length === 0) return plan;
  return {
    ...plan,
    changes: [...plan.changes, ...repairs],
    ...(foreign.length > 0 && { warnings: [...(plan.warnings ?? []), ...foreign] }),
  };
}

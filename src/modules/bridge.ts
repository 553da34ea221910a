import * as z from 'zod';
import { bridgeArguments, linkName, netplanPath } from '../bridge/arguments.ts';
import { bridgeProbes, kernelBridge } from '../bridge/bridge-probes.ts';
import { bridgeRemoval, removalRollback } from '../bridge/bridge-removal.ts';
import { bridgeRollback } from '../bridge/bridge-rollback.ts';
import type { CurrentBridge } from '../bridge/current-bridge.ts';
import type { RequestedBridge } from '../bridge/desired-bridge.ts';
import { addressSources } from '../bridge/kernel/address-sources.ts';
import { globalAddresses } from '../bridge/kernel/addresses.ts';
import { mtusOf } from '../bridge/kernel/ethernets.ts';
import { idsOf, type Matched, matchersOf, unmatched, withNames } from '../bridge/kernel/match.ts';
import { valuesOf } from '../bridge/kernel/port-values.ts';
import { serversOf } from '../bridge/kernel/servers.ts';
import { linksBelow, underlayOf } from '../bridge/kernel/underlay-link.ts';
import { bridgeChanges } from '../bridge/plan-bridge.ts';
import { BRIDGE_ADVICE } from '../bridge/rules/advice.ts';
import { bridgeFaults } from '../bridge/rules/bridge-faults.ts';
import { bridgeWarnings } from '../bridge/rules/bridge-warnings.ts';
import { firewallWarnings } from '../bridge/rules/firewall-warnings.ts';
import { underlayIn } from '../bridge/underlay.ts';
import type { HostFirewall } from '../host/firewall/host-firewall.ts';
import { bridgeContent } from '../netplan/content.ts';
import { withOthers } from '../netplan/referred.ts';
import type { Change } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { rendererOf, rendererProbes } from '../renderers/index.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  name: linkName.describe('Name of the bridge'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether it exists'),
  path: netplanPath.optional().describe('The netplan file; default /etc/netplan/60-virtfleet-NAME.yaml'),
  takes_over: z
    .array(netplanPath)
    .default([])
    .describe(
      'Foreign netplan files that describe the same links; what the bridge describes is removed from them, and restored when the bridge is removed',
    ),
  ...bridgeArguments,
});

export const bridge = defineModule({
  name: 'bridge',
  selfContained: true,
  summary: 'Keep a bridge of the host, with a netplan file of its own',
  description: [
    "The arguments have netplan's own names, see netplan-yaml(5).",
    'Both the file and the kernel are compared. netplan tests the file before it is installed.',
  ].join('\n'),
  example: `bridge:
  name: br0
  interfaces: [eth1]
  addresses: [192.168.1.100/24]
  parameters: { stp: false, forward-delay: 0 }`,
  args,
  advice: BRIDGE_ADVICE,
  prepare: (given, context): RequestedBridge => {
    const { name, dhcp4, dhcp6, addresses, mtu, macaddress, path, parameters } = given;
    const isPresent = given.state === 'present';
    const { 'path-cost': cost, 'port-priority': priority, ...ofBridge } = parameters ?? {};
    const underlay = isPresent ? underlayOf(given) : [];
    for (const fault of bridgeFaults({ ...given, underlay })) context.report(fault);
    return {
      name,
      state: given.state,
      path: path ?? `/etc/netplan/60-virtfleet-${name}.yaml`,
      content: isPresent ? bridgeContent(given, underlay, context) : '',
      settings: given,
      interfaces: isPresent ? given.interfaces : [],
      underlay,
      addresses: globalAddresses(addresses),
      routes: given.routes ?? [],
      servers: isPresent ? serversOf(given.nameservers) : undefined,
      dhcp: dhcp4 || dhcp6,
      sources: addressSources(given),
      mtu,
      macaddress: macaddress?.toLowerCase(),
      parameters: ofBridge,
      mtus: isPresent ? mtusOf(given.ethernets) : {},
      portValues: [...valuesOf('path-cost', cost), ...valuesOf('port-priority', priority)],
      takesOver: given.takes_over,
      matchers: isPresent ? matchersOf(given.ethernets) : [],
    };
  },
  coordinate: withOthers,
  rendered: ({ path: name, content, state }) => (state === 'absent' ? [] : [{ name, text: content }]),
  resource: ({ name }) => `bridge ${name}`,
  observe: (desired) => ({
    ...rendererProbes(desired),
    ...bridgeProbes(desired),
  }),
  plan: (desired, read): Plan => {
    const kernel = kernelBridge(desired, read);
    const renderer = rendererOf(read.services).on(desired, {
      read,
      services: read.services,
      hardware: read.hardware,
    });
    if ('refusal' in renderer)
      return desired.state === 'absent' && !kernel.link.exists
        ? { changes: [] }
        : { changes: [], failure: renderer.refusal };
    const current = { ...kernel, renderer };
    const { client, links } = current.session;
    const completed = (changes: readonly Change[]) => {
      const isGuarded = changes.some(({ impact }) => impact.disruption === 'management');
      const session = isGuarded || client === undefined ? [] : links;
      const trial = renderer.check(changes, session);
      const [first, ...others] = changes;
      if (trial || !first || first.blocked !== undefined || session.length === 0) return { changes, trial };
      const steps = [renderer.refusePending(session), ...first.steps];
      return { changes: [{ ...first, steps }, ...others], trial };
    };
    return desired.state === 'absent'
      ? planRemoval(desired, current, completed)
      : planPresence(desired, { ...current, matched: kernel.matched, firewall: kernel.firewall }, completed);
  },
});

/** Adds to changes what the renderer says of its files before. */
type Completion = (found: readonly Change[]) => Pick<Plan, 'changes' | 'trial'>;

function planRemoval(desired: RequestedBridge, current: CurrentBridge, completed: Completion): Plan {
  const { name } = desired;
  const { renderer } = current;
  const all = [name, ...underlayIn(renderer.described).map((link) => link.name)];
  const failure = current.link.exists ? renderer.dependents(all) : undefined;
  if (failure) return { changes: [], failure };
  return {
    ...completed(bridgeRemoval(desired, current)),
    warnings: renderer.removal().warnings,
    rollback: () => removalRollback(name, current),
  };
}

function planPresence(
  requested: RequestedBridge,
  current: CurrentBridge & { matched: Matched; firewall: HostFirewall },
  completed: Completion,
): Plan {
  const { matchers } = requested;
  const named = withNames(requested, current.matched);
  const described = { ...named, interfaces: [...named.interfaces, ...matchers.map(({ id }) => id)] };
  const desired = { ...named, described, ids: idsOf(current.matched) };
  const failure = current.renderer.conflicts(desired) ?? unmatched(matchers, current.matched);
  if (failure) return { changes: [], failure };
  const missing = linksBelow(desired).filter((link) => !current.links[link]?.exists);
  if (missing.length > 0) return { changes: [], failure: `This host has no link ${missing.join(', ')}.` };
  return {
    ...completed(bridgeChanges(desired, current)),
    warnings: [...bridgeWarnings(desired, current), ...firewallWarnings(desired.name, current.firewall)],
    rollback: () => bridgeRollback(desired, current),
  };
}

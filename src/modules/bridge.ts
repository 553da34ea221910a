import * as z from 'zod';
import { bridgeArguments, linkName, netplanPath } from '../bridge/arguments.ts';
import { withoutPending } from '../bridge/bridge-impact.ts';
import { bridgeProbes, currentBridge } from '../bridge/bridge-probes.ts';
import { bridgeRemoval, removalRollback, removalWarnings } from '../bridge/bridge-removal.ts';
import { bridgeRollback } from '../bridge/bridge-rollback.ts';
import type { DesiredBridge } from '../bridge/desired-bridge.ts';
import { askedBy } from '../bridge/kernel/asked.ts';
import { type MadeLink, madeOf } from '../bridge/kernel/made-link.ts';
import { valuesOf } from '../bridge/kernel/port-values.ts';
import { withBridgePorts } from '../bridge/kernel/ports.ts';
import { withHostLinks } from '../bridge/kernel/routes.ts';
import { serversOf } from '../bridge/kernel/servers.ts';
import { bridgeChanges } from '../bridge/plan-bridge.ts';
import { BRIDGE_ADVICE } from '../bridge/rules/advice.ts';
import { bridgeFaults } from '../bridge/rules/bridge-faults.ts';
import { bridgeWarnings } from '../bridge/rules/bridge-warnings.ts';
import { linksOf, referring, withOthers } from '../bridge/rules/referred.ts';
import { madeBy } from '../bridge/underlay.ts';
import { bridgeFile } from '../netplan/bridge-file.ts';
import { documentFault, globalAddresses } from '../netplan/document.ts';
import { withHostNetplan } from '../netplan/files-after.ts';
import { idsOf, type Matcher, matchersOf, unmatched, withMatched, withNames } from '../netplan/match.ts';
import { mtusOf, portLines } from '../netplan/port-lines.ts';
import { needed, refusal } from '../netplan/refusal.ts';
import { trialOf } from '../netplan/trial.ts';
import type { Change } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  name: linkName.describe('Name of the bridge'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether it is there'),
  path: netplanPath.optional().describe('The netplan file; default /etc/netplan/60-virtfleet-NAME.yaml'),
  takes_over: z
    .array(netplanPath)
    .default([])
    .describe(
      'netplan files of others from which what the bridge now describes is taken out; given back when it is removed',
    ),
  ...bridgeArguments,
});

type Desired = Omit<DesiredBridge, 'described' | 'ids'> & {
  state: 'present' | 'absent';
  takesOver: readonly string[];
  matchers: readonly Matcher[];
};

const TEMPLATE = 'netplan-bridge.yaml.hbs';

export const bridge = defineModule({
  name: 'bridge',
  selfContained: true,
  summary: 'A bridge of the host, by a netplan file of its own',
  description: [
    "The arguments have netplan's own names, see netplan-yaml(5).",
    'The file and the kernel are both looked at; netplan tries the file before it is installed.',
  ].join('\n'),
  example: `bridge:
  name: br0
  interfaces: [eth1]
  addresses: [192.168.1.100/24]
  parameters: { stp: false, forward-delay: 0 }`,
  args,
  advice: BRIDGE_ADVICE,
  prepare: (given, context): Desired => {
    const { name, dhcp4, dhcp6, addresses, mtu, macaddress, path, parameters } = given;
    const isPresent = given.state === 'present';
    const { 'path-cost': cost, 'port-priority': priority, ...ofBridge } = parameters ?? {};
    const made = isPresent ? madeOf(given) : [];
    for (const fault of bridgeFaults({ ...given, made })) context.report(fault);
    return {
      name,
      state: given.state,
      path: path ?? `/etc/netplan/60-virtfleet-${name}.yaml`,
      content: isPresent ? contentOf(given, made, context) : '',
      settings: given,
      interfaces: isPresent ? given.interfaces : [],
      made,
      addresses: globalAddresses(addresses),
      routes: given.routes ?? [],
      servers: isPresent ? serversOf(given.nameservers) : undefined,
      dhcp: dhcp4 || dhcp6,
      asks: askedBy(given),
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
  observe: (desired) => bridgeProbes(desired),
  plan: (desired, read): Plan => {
    const { name } = desired;
    const current = currentBridge(desired, read);
    const around = (found: readonly Change[]) => {
      const files = withHostNetplan(found, current.netplan);
      const links = withMatched(files, desired.matchers, current.matched);
      const left = withBridgePorts(withHostLinks(links, current), name, current.bridgePorts);
      const changes = withoutPending(left, current);
      return { changes, trial: trialOf(changes) };
    };
    if (desired.state === 'absent') {
      const made = [name, ...madeBy(current.file).map((link) => link.name)];
      const failure = current.link.exists ? needed(made, desired.path, current.netplan) : undefined;
      if (failure) return { changes: [], failure };
      const warnings = removalWarnings(desired, current);
      return {
        ...around(bridgeRemoval(desired, current)),
        warnings,
        rollback: () => removalRollback(name, current),
      };
    }
    const found = withNames(desired, current.matched);
    const described = {
      ...found,
      interfaces: [...found.interfaces, ...desired.matchers.map(({ id }) => id)],
    };
    const refused =
      refusal(described, current.netplan, current.hardware) ?? unmatched(desired.matchers, current.matched);
    if (refused) return { changes: [], failure: refused };
    const content = referring(desired, current.netplan.files);
    const real = { ...found, described, content, ids: idsOf(current.matched) };
    const missing = linksOf(real).filter((link) => !current.links[link]?.exists);
    if (missing.length > 0) return { changes: [], failure: `This host has no link ${missing.join(', ')}.` };
    const warnings = bridgeWarnings(real, current);
    return {
      ...around(bridgeChanges(real, current)),
      warnings,
      rollback: () => bridgeRollback(real, current),
    };
  },
});

function contentOf(
  { state: _, path: __, ...given }: z.output<typeof args>,
  made: readonly MadeLink[],
  context: TaskContext,
): string {
  const links = portLines({ ...given, made }, given.ethernets);
  // The same text, as a test proves, in a fraction of the time.
  if (context.isShipped(TEMPLATE)) return bridgeFile(given, links);
  const unset = Object.fromEntries(Object.keys(bridgeArguments).map((key) => [key, null]));
  const content = context.render(TEMPLATE, { ...unset, ...given, bridge: given, links });
  const fault = documentFault(content, given.name);
  if (fault) {
    const detail = `${TEMPLATE} made something else: ${fault}`;
    context.report({
      code: 'netplan-document',
      summary: 'The file is no netplan file of this bridge',
      detail,
    });
  }
  return content;
}

import * as z from 'zod';
import { bridgeArguments, linkName, netplanPath } from '../bridge/arguments.ts';
import { withoutPending } from '../bridge/bridge-impact.ts';
import { bridgeProbes, seenBridge } from '../bridge/bridge-probes.ts';
import { bridgeRemoval, removalUndo, removalWarnings } from '../bridge/bridge-removal.ts';
import { bridgeUndo } from '../bridge/bridge-rollback.ts';
import type { WantedBridge } from '../bridge/desired-bridge.ts';
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
import { type Desk, defineModule } from './module.ts';

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

type Wanted = Omit<WantedBridge, 'described' | 'ids'> & {
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
  prepare: (given, desk): Wanted => {
    const { name, dhcp4, dhcp6, addresses, mtu, macaddress, path, parameters } = given;
    const isPresent = given.state === 'present';
    const { 'path-cost': cost, 'port-priority': priority, ...ofBridge } = parameters ?? {};
    const made = isPresent ? madeOf(given) : [];
    for (const fault of bridgeFaults({ ...given, made })) desk.complain(fault);
    return {
      name,
      state: given.state,
      path: path ?? `/etc/netplan/60-virtfleet-${name}.yaml`,
      content: isPresent ? contentOf(given, made, desk) : '',
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
  together: withOthers,
  rendered: ({ path: name, content, state }) => (state === 'absent' ? [] : [{ name, text: content }]),
  observe: (wanted) => bridgeProbes(wanted),
  plan: (wanted, read): Plan => {
    const { name } = wanted;
    const seen = seenBridge(wanted, read);
    const around = (found: readonly Change[]) => {
      const files = withHostNetplan(found, seen.netplan);
      const links = withMatched(files, wanted.matchers, seen.matched);
      const left = withBridgePorts(withHostLinks(links, seen), name, seen.bridgePorts);
      const changes = withoutPending(left, seen);
      return { changes, trial: trialOf(changes) };
    };
    if (wanted.state === 'absent') {
      const made = [name, ...madeBy(seen.file).map((link) => link.name)];
      const failure = seen.link.exists ? needed(made, wanted.path, seen.netplan) : undefined;
      if (failure) return { changes: [], failure };
      const warnings = removalWarnings(wanted, seen);
      return { ...around(bridgeRemoval(wanted, seen)), warnings, undo: () => removalUndo(name, seen) };
    }
    const found = withNames(wanted, seen.matched);
    const described = { ...found, interfaces: [...found.interfaces, ...wanted.matchers.map(({ id }) => id)] };
    const refused =
      refusal(described, seen.netplan, seen.hardware) ?? unmatched(wanted.matchers, seen.matched);
    if (refused) return { changes: [], failure: refused };
    const content = referring(wanted, seen.netplan.files);
    const real = { ...found, described, content, ids: idsOf(seen.matched) };
    const missing = linksOf(real).filter((link) => !seen.links[link]?.exists);
    if (missing.length > 0) return { changes: [], failure: `This host has no link ${missing.join(', ')}.` };
    const warnings = bridgeWarnings(real, seen);
    return { ...around(bridgeChanges(real, seen)), warnings, undo: () => bridgeUndo(real, seen) };
  },
});

function contentOf(
  { state: _, path: __, ...given }: z.output<typeof args>,
  made: readonly MadeLink[],
  desk: Desk,
): string {
  const links = portLines({ ...given, made }, given.ethernets);
  // The same text, as a test proves, in a fraction of the time.
  if (desk.isShipped(TEMPLATE)) return bridgeFile(given, links);
  const unset = Object.fromEntries(Object.keys(bridgeArguments).map((key) => [key, null]));
  const content = desk.render(TEMPLATE, { ...unset, ...given, bridge: given, links });
  const fault = documentFault(content, given.name);
  if (fault) {
    const detail = `${TEMPLATE} made something else: ${fault}`;
    desk.complain({
      code: 'netplan-document',
      summary: 'The file is no netplan file of this bridge',
      detail,
    });
  }
  return content;
}

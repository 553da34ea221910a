import { type KernelBridges, kernelBridges } from '../../bridge/kernel/kernel-bridges.ts';
import { hostLinks } from '../../host/host-links.ts';
import { routing } from '../../management/routing.ts';
import { type Change, type Impact, predict } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { ListedNetwork } from '../observe/all-networks.ts';
import { type FirewallRules, firewallRules } from '../observe/firewall-rules.ts';
import { hostNetworks } from '../observe/host-networks.ts';
import { type Owner, orphans } from '../ownership/orphans.ts';
import { forgotten, safeName } from '../ownership/ownership-record.ts';
import { stamped, stampOf } from '../ownership/stamp.ts';
import { bridgesAfter } from '../running/bridge-repair.ts';
import { rulesAfter } from '../running/firewall-repair.ts';
import { type Attached, attachedTo, linkImpact, type Plugged } from './attachments.ts';
import { type Neighbours, neighboursAfter } from './neighbours.ts';
import { removal, unplugged } from './network-removal.ts';

/** What a removal rests on. */
export interface CurrentOrphans extends Neighbours, Plugged {
  orphans: readonly ListedNetwork[];
  /** Whether what is remembered of them can be forgotten. */
  remembers: boolean;
  /** libvirt's firewall rules; undefined for who may not read them. */
  firewall?: FirewallRules;
  bridges: KernelBridges;
}

/** Removes what a playbook stamped and no longer describes; too much of it is blocked, as a whole. */
export function planPruning(keeper: Owner, current: CurrentOrphans): Plan {
  const changes: Change[] = [];
  let left = current;
  for (const orphan of current.orphans) {
    const before = left;
    left = leftAfter(orphan, before);
    changes.push(removalOf(keeper, orphan, before, left));
  }
  const [first, ...others] = changes;
  if (!first || changes.length <= keeper.maxDelete) return { changes };
  return { changes: [{ ...first, blocked: tooMany(keeper, current.orphans) }, ...others] };
}

function leftAfter({ name, state }: ListedNetwork, current: CurrentOrphans): CurrentOrphans {
  return {
    ...current,
    ...neighboursAfter(current, name, state, { exists: false }),
    ...unplugged(attachedTo(name, state, current), current),
    bridges: bridgesAfter(current.bridges, state, { exists: false }),
    firewall: rulesAfter(current.firewall, state, { exists: false }),
    orphans: current.orphans.filter((each) => each.name !== name),
  };
}

function removalOf(
  keeper: Owner,
  { name, state }: ListedNetwork,
  current: CurrentOrphans,
  left: CurrentOrphans,
): Change {
  const stored = state.persistent ?? state.live ?? { name };
  // The same on all hosts, so that their changes are reported together.
  const path = `/var/lib/virtfleet/removed/${safeName(name)}.${stampOf(stored)?.hash}.xml`;
  const content = serializeNetwork(stamped(stored, undefined));
  const attached = attachedTo(name, state, current);
  const removed = removal(name, state, attached, current);
  const record = forgotten({ project: keeper.project, name }, current.remembers);
  return {
    ...removed,
    impact: impactOf(attached, state.active, `its XML stays in ${path}`),
    steps: [{ do: 'write', path, content, mode: '0644' }, ...removed.steps, ...record.steps],
    predictions: [
      ...removed.predictions,
      predict(orphans(keeper), [...left.orphans]),
      ...record.predictions,
      predict(hostNetworks, left.networks),
      predict(hostLinks, left.host),
      predict(routing, left.routing),
      predict(kernelBridges, left.bridges),
      ...(left.firewall ? [predict(firewallRules, left.firewall)] : []),
    ],
  };
}

/** Nobody asked for this network by name: it also takes consent where a guest that does not run would miss it. */
function impactOf(attached: Attached, active: boolean, note: string): Impact {
  const { running, others, resting } = attached;
  const why = `the network is removed; ${note}`;
  if (running.length + others.length + resting.length === 0 && !active)
    return { disruption: 'none', note: why };
  const impact = linkImpact(attached, why);
  if (resting.length === 0) return impact;
  const missing = resting.map(({ guest, mac }) => ({ guest, mac }));
  return { ...impact, disruption: 'link', guests: [...(impact.guests ?? []), ...missing] };
}

function tooMany({ maxDelete }: Owner, all: readonly ListedNetwork[]): string {
  const names = all.map(({ name }) => name).join(', ');
  return [
    `${all.length} networks are no longer described: ${names}. Of a host, max_delete allows to remove ${maxDelete}.`,
    `To remove all of them, set "max_delete: ${all.length}" on the play.`,
  ].join(' ');
}

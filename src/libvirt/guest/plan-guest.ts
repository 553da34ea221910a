import { type Change, NO_IMPACT } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { macFaults } from '../rules/nic-macs.ts';
import { autostart, KIB, memory, vcpus, waiting } from './definition-changes.ts';
import { type Existing, type GuestDifference, virsh, type WantedGuest } from './desired-guest.ts';
import { interfaceWarnings } from './desired-interfaces.ts';
import { type AroundGuest, leavesGuest, withGuest } from './guest-context.ts';
import type { GuestDefinition } from './guest-state.ts';
import { nicTexts } from './nic.ts';
import { sourceFaults } from './nic-source.ts';
import { removal, starting, startSteps, state } from './power-changes.ts';
import { isStartedByInstall, NO_VIRT_INSTALL, virtInstall } from './virt-install.ts';

/** With the networks that its interfaces name, as `networksOf` reads them. */
export interface SeenOfGuest extends AroundGuest, Readonly<Record<string, unknown>> {
  hasVirtInstall: boolean;
}

/** What makes a guest as it is wanted. One that exists is never created anew. */
export function planGuest(wanted: WantedGuest, seen: SeenOfGuest): Plan {
  const { guest } = seen;
  if (!guest.exists) return wanted.state === 'absent' ? { changes: [] } : creation(wanted, seen);
  const failure = impossible(wanted, guest);
  if (failure !== undefined) return { changes: [], failure };
  if (wanted.state === 'absent') return { changes: inOrder(wanted, seen, [removal]) };
  const changes = inOrder(wanted, seen, [memory, vcpus, autostart, state]);
  const { name, interfaces: nics, others } = wanted;
  const interfaces = nics ? interfaceWarnings({ guest: name, nics, others }, guest) : [];
  return { changes, warnings: [...waiting(wanted, guest), ...interfaces] };
}

type Aspect = (wanted: WantedGuest, guest: Existing, seen: AroundGuest) => GuestDifference | undefined;

/** Each aspect is looked at on the guest as those before it leave it. */
function inOrder(wanted: WantedGuest, seen: AroundGuest, aspects: readonly Aspect[]): Change[] {
  let around = seen;
  return aspects.flatMap((aspect) => {
    if (!around.guest.exists) return [];
    const found = aspect(wanted, around.guest, around);
    if (!found) return [];
    const { what, next, ...about } = found;
    around = withGuest(around, wanted.name, next);
    const whole = `guest ${wanted.name}`;
    const leaves = leavesGuest(wanted.name, around);
    return [{ ...about, what: what === '' ? whole : `${whole}: ${what}`, leaves }];
  });
}

function impossible(wanted: WantedGuest, { persistent, live, state: now }: Existing): string | undefined {
  const { name, state, stop } = wanted;
  const stops = (state === 'stopped' || state === 'absent') && live !== undefined;
  if (stops && now === 'paused' && !stop.force)
    return `Guest ${name} is paused, so that it cannot shut down. With force: true its power is cut.`;
  const stored = [wanted.memory, wanted.vcpus, wanted.autostart].some((value) => value !== undefined);
  return !persistent && state !== 'absent' && (stored || state === 'stopped')
    ? `Guest ${name} is transient: it has no stored definition that could be changed, and is gone when it stops.`
    : undefined;
}

function creation(
  { name, state: wanted, install, autostart: starts = false }: WantedGuest,
  seen: SeenOfGuest,
): Plan {
  if (!install) return { changes: [], failure: `There is no guest ${name}. To create it, write its memory.` };
  const when = wanted === 'stopped' ? 'later' : 'now';
  const faults = [
    ...sourceFaults(install.interfaces, seen, seen.host, when),
    ...macFaults(
      name,
      install.interfaces.map(({ mac }) => mac),
      seen.attachments,
    ),
  ];
  if (faults.length > 0) return { changes: [], failure: faults.join('\n') };
  const definition: GuestDefinition = {
    memory: install.memory * KIB,
    vcpus: install.vcpus,
    maximumVcpus: install.vcpus,
    interfaces: install.interfaces,
  };
  const resting: Existing = { exists: true, state: 'shut off', autostart: starts, persistent: definition };
  const start = starting(name, wanted, resting);
  const sources = install.interfaces.map((nic) => nicTexts(nic).source);
  const next = start ? start.next : resting;
  const change: Change = {
    what: `guest ${name}`,
    before: null,
    after: [next.state, `${install.memory} MiB`, `vcpus ${install.vcpus}`, ...sources].join(', '),
    impact: NO_IMPACT,
    steps: [
      virtInstall(install),
      ...(starts ? [virsh('autostart', name)] : []),
      ...startSteps(name, wanted, isStartedByInstall(install)),
    ],
    leaves: leavesGuest(name, withGuest(seen, name, next)),
  };
  return {
    changes: [change],
    warnings: seen.hasVirtInstall ? [] : [`${NO_VIRT_INSTALL} An earlier task has to install it.`],
  };
}

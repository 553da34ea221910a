import { type Change, definitionCopies, NO_IMPACT } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { macFaults } from '../rules/nic-macs.ts';
import { autostart, KIB, memory, vcpus, waiting } from './definition-changes.ts';
import { type DesiredGuest, type Existing, type GuestDifference, virsh } from './desired-guest.ts';
import { interfaceWarnings } from './desired-interfaces.ts';
import { type GuestContext, predictGuest, withGuest } from './guest-context.ts';
import type { GuestDefinition } from './guest-state.ts';
import { nicTexts } from './nic.ts';
import { sourceFaults } from './nic-source.ts';
import { removal, starting, startSteps, state } from './power-changes.ts';
import { isStartedByInstall, NO_VIRT_INSTALL, virtInstall } from './virt-install.ts';

/** With the networks that its interfaces name, as `networksOf` reads them. */
export interface CurrentGuestParts extends GuestContext, Readonly<Record<string, unknown>> {
  hasVirtInstall: boolean;
}

/** What makes the desired guest. A guest that exists is never created again. */
export function planGuest(desired: DesiredGuest, current: CurrentGuestParts): Plan {
  const { guest } = current;
  if (!guest.exists) return desired.state === 'absent' ? { changes: [] } : creation(desired, current);
  const failure = impossible(desired, guest);
  if (failure !== undefined) return { changes: [], failure };
  if (desired.state === 'absent') return { changes: inOrder(desired, current, [removal]) };
  const changes = inOrder(desired, current, [memory, vcpus, autostart, state]);
  const { name, interfaces: nics, others } = desired;
  const interfaces = nics ? interfaceWarnings({ guest: name, nics, others }, guest) : [];
  return { changes, warnings: [...waiting(desired, guest), ...interfaces] };
}

type Aspect = (desired: DesiredGuest, guest: Existing, current: GuestContext) => GuestDifference | undefined;

/** Each aspect is looked at on the guest as those before it leave it. */
function inOrder(desired: DesiredGuest, current: GuestContext, aspects: readonly Aspect[]): Change[] {
  let around = current;
  return aspects.flatMap((aspect) => {
    if (!around.guest.exists) return [];
    const found = aspect(desired, around.guest, around);
    if (!found) return [];
    const { what, next, ...about } = found;
    around = withGuest(around, desired.name, next);
    const whole = `guest ${desired.name}`;
    const predictions = predictGuest(desired.name, around);
    const named = { what: what === '' ? whole : `${whole}: ${what}`, copies: definitionCopies(about.action) };
    return [{ ...about, ...named, proof: 'observed', predictions }];
  });
}

function impossible(desired: DesiredGuest, { persistent, live, state: now }: Existing): string | undefined {
  const { name, state, stop } = desired;
  const stops = (state === 'stopped' || state === 'absent') && live !== undefined;
  if (stops && now === 'paused' && !stop.force)
    return `Guest ${name} is paused, so that it cannot shut down. With force: true its power is cut.`;
  const stored = [desired.memory, desired.vcpus, desired.autostart].some((value) => value !== undefined);
  return !persistent && state !== 'absent' && (stored || state === 'stopped')
    ? `Guest ${name} is transient: it has no stored definition that could be changed, and is gone when it stops.`
    : undefined;
}

function creation(
  { name, state: desired, install, autostart: starts = false }: DesiredGuest,
  current: CurrentGuestParts,
): Plan {
  if (!install) return { changes: [], failure: `There is no guest ${name}. To create it, write its memory.` };
  const when = desired === 'stopped' ? 'later' : 'now';
  const faults = [
    ...sourceFaults(install.interfaces, current, current.host, when),
    ...macFaults(
      name,
      install.interfaces.map(({ mac }) => mac),
      current.attachments,
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
  const start = starting(name, desired, resting);
  const sources = install.interfaces.map((nic) => nicTexts(nic).source);
  const next = start ? start.next : resting;
  const change: Change = {
    action: 'create',
    proof: 'observed',
    what: `guest ${name}`,
    before: null,
    after: [next.state, `${install.memory} MiB`, `vcpus ${install.vcpus}`, ...sources].join(', '),
    impact: NO_IMPACT,
    steps: [
      virtInstall(install),
      ...(starts ? [virsh('autostart', name)] : []),
      ...startSteps(name, desired, isStartedByInstall(install)),
    ],
    predictions: predictGuest(name, withGuest(current, name, next)),
  };
  return {
    changes: [change],
    warnings: current.hasVirtInstall ? [] : [`${NO_VIRT_INSTALL} An earlier task has to install it.`],
  };
}

import { NO_IMPACT } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { type DesiredGuest, type Existing, type GuestDifference, virsh } from './desired-guest.ts';
import { type GuestContext, started } from './guest-context.ts';
import { guestImpact, stopStep } from './shutdown.ts';

export function state(
  desired: DesiredGuest,
  guest: Existing,
  { attachments }: GuestContext,
): GuestDifference | undefined {
  const { name } = desired;
  if (desired.state !== 'stopped') return starting(name, desired.state, guest, attachments);
  if (!guest.live) return undefined;
  const { live: _, ...next } = guest;
  return {
    action: 'stop',
    what: '',
    before: guest.state,
    after: 'shut off',
    impact: guestImpact(name, 'stops', attachments),
    steps: [stopStep(name, desired.stop)],
    next: { ...next, state: 'shut off' },
  };
}

export function startSteps(name: string, state: DesiredGuest['state'], isStarted: boolean): Step[] {
  if (state === 'stopped') return [];
  if (isStarted) return state === 'paused' ? [virsh('suspend', name)] : [];
  return [virsh('start', name, ...(state === 'paused' ? ['--paused'] : []))];
}

/** From whatever it is to running or paused. */
export function starting(
  name: string,
  desired: DesiredGuest['state'],
  guest: Existing,
  attachments: GuestContext['attachments'] = [],
): (GuestDifference & { next: Existing }) | undefined {
  if ((desired !== 'running' && desired !== 'paused') || desired === guest.state) return undefined;
  const { persistent } = guest;
  const action = guest.live && desired === 'paused' ? 'stop' : 'start';
  const about = { action, what: '', before: guest.state, after: desired, impact: NO_IMPACT } as const;
  if (guest.live && desired === 'running')
    return { ...about, steps: [virsh('resume', name)], next: { ...guest, state: desired } };
  if (guest.live) {
    const impact = guestImpact(name, 'is paused', attachments);
    return { ...about, impact, steps: [virsh('suspend', name)], next: { ...guest, state: desired } };
  }
  return {
    ...about,
    steps: startSteps(name, desired, false),
    next: { ...guest, state: desired, ...(persistent && { live: started(persistent) }) },
  };
}

/** What belongs to the guest itself goes with it; its disks stay unless the task says otherwise. */
export function removal(
  desired: DesiredGuest,
  guest: Existing,
  { attachments }: GuestContext,
): GuestDifference {
  const { name, stop, removeDisks } = desired;
  const disks = removeDisks ? 'its disks are removed' : 'its disks stay';
  const impact = guest.live ? guestImpact(name, 'stops', attachments) : NO_IMPACT;
  const own = ['--nvram', '--managed-save', '--snapshots-metadata', '--checkpoints-metadata'];
  return {
    action: 'delete',
    what: '',
    before: guest.state,
    after: null,
    impact: { ...impact, note: [impact.note, disks].filter(Boolean).join('; ') },
    steps: [
      ...(guest.live ? [stopStep(name, stop)] : []),
      ...(guest.persistent
        ? [virsh('undefine', name, ...own, ...(removeDisks ? ['--remove-all-storage'] : []))]
        : []),
    ],
    next: { exists: false },
  };
}

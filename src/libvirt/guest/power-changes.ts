import { NO_IMPACT } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import { type Existing, type GuestDifference, virsh, type WantedGuest } from './desired-guest.ts';
import { type AroundGuest, started } from './guest-context.ts';
import { guestImpact, stopStep } from './shutdown.ts';

export function state(
  wanted: WantedGuest,
  guest: Existing,
  { attachments }: AroundGuest,
): GuestDifference | undefined {
  const { name } = wanted;
  if (wanted.state !== 'stopped') return starting(name, wanted.state, guest, attachments);
  if (!guest.live) return undefined;
  const { live: _, ...next } = guest;
  return {
    what: '',
    before: guest.state,
    after: 'shut off',
    impact: guestImpact(name, 'stops', attachments),
    steps: [stopStep(name, wanted.stop)],
    next: { ...next, state: 'shut off' },
  };
}

export function startSteps(name: string, state: WantedGuest['state'], isStarted: boolean): Step[] {
  if (state === 'stopped') return [];
  if (isStarted) return state === 'paused' ? [virsh('suspend', name)] : [];
  return [virsh('start', name, ...(state === 'paused' ? ['--paused'] : []))];
}

/** From whatever it is to running or paused. */
export function starting(
  name: string,
  wanted: WantedGuest['state'],
  guest: Existing,
  attachments: AroundGuest['attachments'] = [],
): (GuestDifference & { next: Existing }) | undefined {
  if ((wanted !== 'running' && wanted !== 'paused') || wanted === guest.state) return undefined;
  const { persistent } = guest;
  const about = { what: '', before: guest.state, after: wanted, impact: NO_IMPACT };
  if (guest.live && wanted === 'running')
    return { ...about, steps: [virsh('resume', name)], next: { ...guest, state: wanted } };
  if (guest.live) {
    const impact = guestImpact(name, 'is paused', attachments);
    return { ...about, impact, steps: [virsh('suspend', name)], next: { ...guest, state: wanted } };
  }
  return {
    ...about,
    steps: startSteps(name, wanted, false),
    next: { ...guest, state: wanted, ...(persistent && { live: started(persistent) }) },
  };
}

/** What belongs to the guest itself goes with it; its disks stay unless the task says otherwise. */
export function removal(wanted: WantedGuest, guest: Existing, { attachments }: AroundGuest): GuestDifference {
  const { name, stop, removeDisks } = wanted;
  const disks = removeDisks ? 'its disks are removed' : 'its disks stay';
  const impact = guest.live ? guestImpact(name, 'stops', attachments) : NO_IMPACT;
  const own = ['--nvram', '--managed-save', '--snapshots-metadata', '--checkpoints-metadata'];
  return {
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

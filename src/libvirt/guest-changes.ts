import { type Change, type Impact, NO_IMPACT } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { Step } from '../plan/step.ts';
import { type AroundGuest, leavesGuest, started, withGuest } from './around-guest.ts';
import type { GuestDefinition, GuestState } from './guest-state.ts';
import { nicTexts } from './nic.ts';
import { sourceFaults } from './nic-source.ts';
import { guestImpact, type Stop, stopStep } from './stop-guest.ts';
import { type Installation, isStartedByInstall, NO_VIRT_INSTALL, virtInstall } from './virt-install.ts';

/** A guest as a task wants it. */
export interface WantedGuest {
  name: string;
  state: 'running' | 'paused' | 'stopped' | 'absent';
  autostart?: boolean;
  /** MiB. */
  memory?: number;
  vcpus?: number;
  stop: Stop;
  removeDisks: boolean;
  /** How it is created where it is not there; nobody can without knowing its memory. */
  install?: Installation;
}

/** With the networks that its interfaces name, as `networksOf` reads them. */
export interface SeenOfGuest extends AroundGuest, Readonly<Record<string, unknown>> {
  hasVirtInstall: boolean;
}

type Existing = GuestState & { exists: true };

/** One difference: the steps that close it, and the guest afterwards. */
interface Difference {
  /** Empty for the guest as a whole. */
  what: string;
  before: string | null;
  after: string | null;
  impact: Impact;
  steps: readonly Step[];
  next: GuestState;
}

/** What makes a guest as it is wanted. One that exists is never created anew. */
export function planGuest(wanted: WantedGuest, seen: SeenOfGuest): Plan {
  const { guest } = seen;
  if (!guest.exists) return wanted.state === 'absent' ? { changes: [] } : creation(wanted, seen);
  const failure = impossible(wanted, guest);
  if (failure !== undefined) return { changes: [], failure };
  if (wanted.state === 'absent') return { changes: inOrder(wanted, seen, [removal]) };
  const changes = inOrder(wanted, seen, [memory, vcpus, autostart, state]);
  return { changes, warnings: waiting(wanted, guest) };
}

type Aspect = (wanted: WantedGuest, guest: Existing, seen: AroundGuest) => Difference | undefined;

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

function creation({ name, state, install, autostart = false }: WantedGuest, seen: SeenOfGuest): Plan {
  if (!install) return { changes: [], failure: `There is no guest ${name}. To create it, write its memory.` };
  const when = state === 'stopped' ? 'later' : 'now';
  const faults = sourceFaults(install.interfaces, seen, seen.host, when);
  if (faults.length > 0) return { changes: [], failure: faults.join('\n') };
  const definition: GuestDefinition = {
    memory: install.memory * KIB,
    vcpus: install.vcpus,
    maximumVcpus: install.vcpus,
    interfaces: install.interfaces,
  };
  const resting: Existing = { exists: true, state: 'shut off', autostart, persistent: definition };
  const start = starting(name, state, resting);
  const sources = install.interfaces.map((nic) => nicTexts(nic).source);
  const next = start ? start.next : resting;
  const change: Change = {
    what: `guest ${name}`,
    before: null,
    after: [next.state, `${install.memory} MiB`, `vcpus ${install.vcpus}`, ...sources].join(', '),
    impact: NO_IMPACT,
    steps: [
      virtInstall(install),
      ...(autostart ? [virsh('autostart', name)] : []),
      ...startSteps(name, state, isStartedByInstall(install)),
    ],
    leaves: leavesGuest(name, withGuest(seen, name, next)),
  };
  return {
    changes: [change],
    warnings: seen.hasVirtInstall ? [] : [`${NO_VIRT_INSTALL} An earlier task has to install it.`],
  };
}

const KIB = 1024;

/** Nothing of a running guest can be told to be another size: its next start is. */
function memory({ name, memory: mib }: WantedGuest, guest: Existing): Difference | undefined {
  const { persistent } = guest;
  if (!persistent || mib === undefined || persistent.memory === mib * KIB) return undefined;
  const size = String(mib * KIB);
  return {
    what: 'memory',
    before: `${persistent.memory / KIB} MiB`,
    after: `${mib} MiB`,
    impact: nextStart(guest),
    steps: ['setmaxmem', 'setmem'].map((verb) => virsh(verb, name, '--size', size, '--config')),
    next: { ...guest, persistent: { ...persistent, memory: mib * KIB } },
  };
}

function vcpus({ name, vcpus: count }: WantedGuest, guest: Existing): Difference | undefined {
  const { persistent } = guest;
  if (!persistent || count === undefined || persistent.vcpus === count) return undefined;
  const set = (...more: string[]) => virsh('setvcpus', name, '--count', String(count), '--config', ...more);
  const isMore = count > persistent.maximumVcpus;
  const maximumVcpus = isMore ? count : persistent.maximumVcpus;
  return {
    what: 'vcpus',
    before: String(persistent.vcpus),
    after: String(count),
    impact: nextStart(guest),
    steps: [...(isMore ? [set('--maximum')] : []), set()],
    next: { ...guest, persistent: { ...persistent, vcpus: count, maximumVcpus } },
  };
}

function nextStart({ live }: Existing): Impact {
  return live ? { ...NO_IMPACT, note: 'from its next start on' } : NO_IMPACT;
}

function autostart({ name, autostart: wanted }: WantedGuest, guest: Existing): Difference | undefined {
  if (wanted === undefined || wanted === guest.autostart) return undefined;
  return {
    what: 'autostart',
    before: String(guest.autostart),
    after: String(wanted),
    impact: NO_IMPACT,
    steps: [virsh('autostart', name, ...(wanted ? [] : ['--disable']))],
    next: { ...guest, autostart: wanted },
  };
}

function state(wanted: WantedGuest, guest: Existing, { attachments }: AroundGuest): Difference | undefined {
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

function startSteps(name: string, state: WantedGuest['state'], isStarted: boolean): Step[] {
  if (state === 'stopped') return [];
  if (isStarted) return state === 'paused' ? [virsh('suspend', name)] : [];
  return [virsh('start', name, ...(state === 'paused' ? ['--paused'] : []))];
}

/** From whatever it is to running or paused. */
function starting(
  name: string,
  wanted: WantedGuest['state'],
  guest: Existing,
  attachments: AroundGuest['attachments'] = [],
): (Difference & { next: Existing }) | undefined {
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
function removal(wanted: WantedGuest, guest: Existing, { attachments }: AroundGuest): Difference {
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

/** What runs as it was started, although it is stored as it is wanted. */
function waiting({ memory: mib, vcpus: count }: WantedGuest, { live }: Existing): string[] {
  if (!live) return [];
  return [
    ...(mib !== undefined && live.memory !== mib * KIB
      ? [`It runs with ${live.memory / KIB} MiB until it is stopped and started.`]
      : []),
    ...(count !== undefined && live.vcpus !== count
      ? [`It runs with vcpus ${live.vcpus} until it is stopped and started.`]
      : []),
  ];
}

function virsh(command: string, name: string, ...more: string[]): Step {
  return { do: 'virsh', argv: [command, '--domain', name, ...more] };
}

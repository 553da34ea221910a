import { type Impact, NO_IMPACT } from '../../plan/change.ts';
import { type DesiredGuest, type Existing, type GuestDifference, virsh } from './desired-guest.ts';

/** libvirt counts memory in KiB, a task in MiB. */
export const KIB = 1024;

/** A running guest keeps its size: a new size counts from its next start. */
export function memory({ name, memory: mib }: DesiredGuest, guest: Existing): GuestDifference | undefined {
  const { persistent } = guest;
  if (!persistent || mib === undefined || persistent.memory === mib * KIB) return undefined;
  const size = String(mib * KIB);
  return {
    action: 'update',
    what: 'memory',
    before: `${persistent.memory / KIB} MiB`,
    after: `${mib} MiB`,
    impact: nextStart(guest),
    steps: ['setmaxmem', 'setmem'].map((verb) => virsh(verb, name, '--size', size, '--config')),
    next: { ...guest, persistent: { ...persistent, memory: mib * KIB } },
  };
}

export function vcpus({ name, vcpus: count }: DesiredGuest, guest: Existing): GuestDifference | undefined {
  const { persistent } = guest;
  if (!persistent || count === undefined || persistent.vcpus === count) return undefined;
  const set = (...more: string[]) => virsh('setvcpus', name, '--count', String(count), '--config', ...more);
  const isMore = count > persistent.maximumVcpus;
  const maximumVcpus = isMore ? count : persistent.maximumVcpus;
  return {
    action: 'update',
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

export function autostart(
  { name, autostart: desired }: DesiredGuest,
  guest: Existing,
): GuestDifference | undefined {
  if (desired === undefined || desired === guest.autostart) return undefined;
  return {
    action: 'update',
    what: 'autostart',
    before: String(guest.autostart),
    after: String(desired),
    impact: NO_IMPACT,
    steps: [virsh('autostart', name, ...(desired ? [] : ['--disable']))],
    next: { ...guest, autostart: desired },
  };
}

/** What still runs as it was started, although the desired value is stored. */
export function waiting({ memory: mib, vcpus: count }: DesiredGuest, { live }: Existing): string[] {
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

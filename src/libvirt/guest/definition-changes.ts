import { type Impact, NO_IMPACT } from '../../plan/change.ts';
import { type Existing, type GuestDifference, virsh, type WantedGuest } from './desired-guest.ts';

/** libvirt counts memory in KiB, a task in MiB. */
export const KIB = 1024;

/** Nothing of a running guest can be told to be another size: its next start is. */
export function memory({ name, memory: mib }: WantedGuest, guest: Existing): GuestDifference | undefined {
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

export function vcpus({ name, vcpus: count }: WantedGuest, guest: Existing): GuestDifference | undefined {
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

export function autostart(
  { name, autostart: wanted }: WantedGuest,
  guest: Existing,
): GuestDifference | undefined {
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

/** What runs as it was started, although it is stored as it is wanted. */
export function waiting({ memory: mib, vcpus: count }: WantedGuest, { live }: Existing): string[] {
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

import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { GuestDisk } from './guest-disks.ts';
import type { PoolState } from './pool-state.ts';
import { childOf, type PoolNode } from './pool-xml.ts';
import { type VolumeState, volumeAt } from './volume-state.ts';

/** A volume as a task describes it. */
export interface DesiredVolume {
  pool: string;
  name: string;
  state: 'present' | 'absent';
  /** Bytes; needed to create it. */
  capacity?: number | undefined;
  /** Bytes that are allocated when it is created. */
  allocation?: number | undefined;
  format?: string | undefined;
  /** The image below a new volume. */
  backing?: { volume: string; format: string } | undefined;
}

/** What the plan of a volume rests on. */
export interface CurrentVolume {
  store: PoolState;
  volume: VolumeState | null;
  disks: readonly GuestDisk[];
}

/** The changes that lead to the desired volume. It grows; it never shrinks and is never created again. */
export function planVolume(desired: DesiredVolume, current: CurrentVolume): Plan {
  const { pool, name, state, capacity, format } = desired;
  const { store, volume } = current;
  if (!store.exists || !store.active) {
    if (state === 'absent' && !store.exists) return { changes: [] };
    const how = store.exists ? 'is not active' : 'does not exist on this host';
    return {
      changes: [],
      failure: `Pool ${pool} ${how}. An earlier task, pool: { name: ${pool} }, can start it.`,
    };
  }
  const users = usersOf(desired, store.definition, current.disks);
  if (state === 'absent') return { changes: volume ? [removal(desired, volume, users)] : [] };
  if (!volume) return creation(desired, store.definition.attributes.type);
  if (format !== undefined && volume.format !== undefined && volume.format !== format)
    return fail(
      `Volume ${name} of pool ${pool} is ${volume.format}, not ${format}. Its format cannot change.`,
    );
  if (capacity !== undefined && capacity < volume.capacity)
    return fail(
      `Volume ${name} of pool ${pool} has ${sizeText(volume.capacity)}, more than ${sizeText(capacity)}: it does not shrink.`,
    );
  return {
    changes: capacity === undefined || capacity === volume.capacity ? [] : [growth(desired, volume, users)],
  };
}

function fail(failure: string): Plan {
  return { changes: [], failure };
}

function creation(desired: DesiredVolume, type: string | undefined): Plan {
  const { pool, name, capacity, allocation, format, backing } = desired;
  if (capacity === undefined)
    return fail(`Pool ${pool} has no volume ${name}. To create it, write its capacity, such as 20G.`);
  const argv = [
    ...virsh('vol-create-as', desired, '--name'),
    ...['--capacity', String(capacity)],
    ...(allocation === undefined ? [] : ['--allocation', String(allocation)]),
    ...(format === undefined ? [] : ['--format', format]),
    ...(backing ? ['--backing-vol', backing.volume, '--backing-vol-format', backing.format] : []),
  ];
  const hasFormat = ['dir', 'fs', 'netfs'].includes(type ?? '');
  const next: VolumeState = { capacity, ...(hasFormat && { format: format ?? 'raw' }) };
  const change: Change = {
    action: 'create',
    proof: 'observed',
    what: title(desired),
    before: null,
    after: [sizeText(capacity), format, backing && `on ${backing.volume}`].filter(Boolean).join(', '),
    impact: NO_IMPACT,
    steps: [{ do: 'virsh', argv }],
    predictions: [predict(volumeAt(pool, name), next)],
  };
  return { changes: [change] };
}

function growth(desired: DesiredVolume, volume: VolumeState, guests: readonly string[]): Change {
  const { pool, name, capacity = volume.capacity } = desired;
  return {
    action: 'update',
    proof: 'observed',
    what: `${title(desired)} capacity`,
    before: sizeText(volume.capacity),
    after: sizeText(capacity),
    impact: NO_IMPACT,
    steps: [
      { do: 'virsh', argv: [...virsh('vol-resize', desired, '--vol'), '--capacity', String(capacity)] },
    ],
    predictions: [predict(volumeAt(pool, name), { ...volume, capacity })],
    ...(guests.length > 0 && {
      blocked: `Running guests use it: ${guests.join(', ')}. Stop them, or grow it there: virsh blockresize.`,
    }),
  };
}

function removal(desired: DesiredVolume, volume: VolumeState, guests: readonly string[]): Change {
  return {
    action: 'delete',
    proof: 'observed',
    what: title(desired),
    before: [sizeText(volume.capacity), volume.format].filter(Boolean).join(', '),
    after: null,
    impact: NO_IMPACT,
    steps: [{ do: 'virsh', argv: virsh('vol-delete', desired, '--vol') }],
    predictions: [predict(volumeAt(desired.pool, desired.name), null)],
    ...(guests.length > 0 && {
      blocked: `Running guests use it: ${guests.join(', ')}. Stop them, or take the disk from them first.`,
    }),
  };
}

function virsh(command: string, { pool, name }: DesiredVolume, option: string): string[] {
  return [command, '--pool', pool, option, name];
}

function title({ pool, name }: DesiredVolume): string {
  return `volume ${name} of pool ${pool}`;
}

/** The running guests with this volume as a disk. */
function usersOf({ pool, name }: DesiredVolume, definition: PoolNode, disks: readonly GuestDisk[]): string[] {
  const path = `${childOf(childOf(definition, 'target'), 'path')?.text}/${name}`;
  const isIt = (disk: GuestDisk) =>
    disk.pool === undefined ? disk.path === path : disk.pool === pool && disk.path === name;
  return [...new Set(disks.filter(isIt).map(({ guest }) => guest))];
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in the largest unit that divides them. */
export function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size > 0 && size % 1024 === 0 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${size} ${UNITS[unit]}`;
}

import * as z from 'zod';
import { poolName } from '../libvirt/storage/desired-pool.ts';
import { guestDisks } from '../libvirt/storage/guest-disks.ts';
import { type DesiredVolume, planVolume } from '../libvirt/storage/plan-volume.ts';
import { poolAt } from '../libvirt/storage/pool-state.ts';
import { volumeAt } from '../libvirt/storage/volume-state.ts';
import { defineModule } from './module.ts';

const POWERS = ['', 'K', 'M', 'G', 'T'];

/** Bytes, or a text with a unit of 1024. */
const size = z.union(
  [
    z.int().min(0),
    z
      .string()
      .regex(/^\d+([KMGT](iB)?)?$/)
      .transform(
        (text) => Number.parseInt(text, 10) * 1024 ** POWERS.indexOf(/[KMGT]/.exec(text)?.[0] ?? ''),
      ),
  ],
  { error: 'a size such as 20G or 512M, or a number of bytes' },
);

export const volume = defineModule({
  name: 'volume',
  selfContained: true,
  summary: 'A volume of a storage pool: created, grown or removed',
  description: [
    'A volume that exists is never created again and never shrinks: its capacity and format are compared.',
    'A volume that a running guest uses is neither grown nor removed.',
  ].join('\n'),
  example: `volume:
  pool: images
  name: web.qcow2
  capacity: 20G
  format: qcow2`,
  args: z.strictObject({
    pool: poolName.describe('Name of the pool, which is active'),
    name: poolName.describe('Name of the volume'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether it exists'),
    capacity: size.optional().describe('Size that a guest sees, such as 20G; needed to create it'),
    allocation: size
      .optional()
      .describe('What of it is allocated when it is created; default all of a raw volume'),
    format: z
      .string()
      .regex(/^[a-z0-9]+$/, 'a format such as qcow2 or raw')
      .optional()
      .describe('Default raw in a folder'),
    backing: z
      .strictObject({
        volume: z
          .string()
          .regex(/^[^\p{Cc}]+$/u, 'a path, or a volume of the pool')
          .describe('Path or volume of the pool'),
        format: z
          .string()
          .regex(/^[a-z0-9]+$/, 'a format such as qcow2 or raw')
          .describe('Its format'),
      })
      .optional()
      .describe('Image on which a new volume stands'),
  }),
  prepare: (given): DesiredVolume => given,
  resource: ({ pool, name }) => `volume ${pool}/${name}`,
  observe: ({ pool, name }) => ({ store: poolAt(pool), volume: volumeAt(pool, name), disks: guestDisks }),
  plan: (desired, current) => planVolume(desired, current),
});

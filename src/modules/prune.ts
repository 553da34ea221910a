import * as z from 'zod';
import { guestAttachments } from '../libvirt/attachments.ts';
import { memoryWritable } from '../libvirt/memory.ts';
import { planPruning } from '../libvirt/pruning.ts';
import { strays } from '../libvirt/strays.ts';
import { surroundings } from '../libvirt/surroundings.ts';
import { bridgePorts } from '../plan/bridge-ports.ts';
import { defineModule } from './module.ts';

/** What a play with `prune: owned` does when its tasks are done. It is in no list: playbooks do not call it. */
export const prune = defineModule({
  name: 'prune',
  summary: 'Remove the networks that a playbook stamped and no longer describes',
  example: 'prune: { project: fleet, playbook: site.yaml, described: [default], maxDelete: 1 }',
  args: z.strictObject({
    project: z.string(),
    playbook: z.string(),
    described: z.array(z.string()),
    maxDelete: z.int(),
  }),
  observe: (keeper) => ({
    strays: strays(keeper),
    guests: guestAttachments,
    ports: bridgePorts,
    remembers: memoryWritable,
    ...surroundings,
  }),
  plan: (keeper, seen) => planPruning(keeper, seen),
});

import * as z from 'zod';
import { kernelBridges } from '../bridge/kernel/kernel-bridges.ts';
import { bridgePorts } from '../host/bridge-ports.ts';
import { neighbours } from '../libvirt/network/neighbours.ts';
import { planPruning } from '../libvirt/network/plan-prune.ts';
import { firewallRules } from '../libvirt/observe/firewall-rules.ts';
import { guestAttachments } from '../libvirt/observe/guest-attachments.ts';
import { orphans } from '../libvirt/ownership/orphans.ts';
import { recordWritable } from '../libvirt/ownership/ownership-record.ts';
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
    orphans: orphans(keeper),
    guests: guestAttachments,
    ports: bridgePorts,
    remembers: recordWritable,
    firewall: firewallRules,
    bridges: kernelBridges,
    ...neighbours,
  }),
  plan: (keeper, current) => planPruning(keeper, current),
});

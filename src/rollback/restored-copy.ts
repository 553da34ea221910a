import * as z from 'zod';
import { serializeNetwork } from '../libvirt/format/serialize.ts';
import type { Network } from '../libvirt/model/network.ts';
import { define } from '../libvirt/network/define.ts';
import { virsh } from '../libvirt/network/virsh-step.ts';
import { libvirtVersion } from '../libvirt/observe/libvirt-version.ts';
import { networkAt } from '../libvirt/observe/network-state.ts';
import { defineModule } from '../modules/module.ts';
import { NO_IMPACT, predict } from '../plan/change.ts';

/** What was stored of a network that ran as something else; undefined of a transient network. */
export interface RestoredCopy {
  name: string;
  stored: Network | undefined;
}

/** Touches nothing that runs: a network may have two copies that differ, also in what both could change at once. */
export const restoredCopy = defineModule({
  name: 'network',
  selfContained: true,
  summary: 'Bring what was stored of a network back as it was before a run',
  example: '',
  args: z.custom<RestoredCopy>(),
  resource: ({ name }) => `network ${name}`,
  observe: ({ name }) => ({ network: networkAt(name), version: libvirtVersion }),
  plan: ({ name, stored }, { network, version }) => {
    if (!network.exists) return { changes: [], failure: `There is no network ${name} any more.` };
    const { persistent, ...rest } = network;
    const [now, then] = [persistent, stored].map((one) => (one ? serializeNetwork(one) : ''));
    if (now === then) return { changes: [] };
    const next = { ...rest, ...(stored && { persistent: stored }) };
    return {
      changes: [
        {
          action: stored ? 'update' : 'delete',
          proof: 'observed',
          what: `stored definition of network ${name}`,
          copies: ['stored'],
          before: 'as it runs',
          after: stored ? 'as it was stored' : null,
          diff: { label: `network ${name}`, before: now ?? '', after: then ?? '' },
          impact: NO_IMPACT,
          steps: [stored ? define(stored, version) : virsh('net-undefine', name)],
          predictions: [predict(networkAt(name), next)],
        },
      ],
    };
  },
});

import * as z from 'zod';
import { pathsOf } from '../libvirt/compare/paths.ts';
import type { Network } from '../libvirt/model/network.ts';
import { type ManagedNetwork, networkProbes, planManaged } from '../libvirt/network/managed-network.ts';
import { stamped, stampOf } from '../libvirt/ownership/stamp.ts';
import { defineModule } from '../modules/module.ts';

/** A network as it is to be, whole, its owner included; undefined for one that was not there. */
export interface RestoredNetwork extends Pick<ManagedNetwork, 'name'> {
  definition: Network | undefined;
  active: boolean;
  autostart: boolean;
}

/** All that the definition does not have goes, and it has its uuid and its addresses: a network that is gone comes back with them. */
function managed({ name, definition, active, autostart }: RestoredNetwork): ManagedNetwork {
  const about = { project: '', task: '', kept: new Set<string>(), isWhole: true, unset: {} };
  const whole = { ...about, name, isComplete: true, merge: false, exclusive: true as const };
  if (!definition) return { ...whole, state: 'absent', definition: { name }, written: {} };
  const bare = stamped(definition, undefined);
  const state = active ? 'active' : 'inactive';
  const stamp = stampOf(definition) ?? null;
  const own = { state, definition: bare, stamp, written: pathsOf(bare), autostart } as const;
  return { ...whole, ...own };
}

/** What a task wrote is in a file of its own, which comes back with the files. */
const NO_RECORD = { writable: false, tasks: {} };

export const restoredNetwork = defineModule({
  name: 'network',
  selfContained: true,
  summary: 'Bring a network back as it was before a run',
  example: '',
  args: z.custom<RestoredNetwork>(),
  resource: ({ name }) => `network ${name}`,
  observe: (restored) => networkProbes(managed(restored)),
  plan: (restored, current) => planManaged(managed(restored), { ...current, record: NO_RECORD }),
});

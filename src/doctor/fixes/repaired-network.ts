import * as z from 'zod';
import { type ManagedNetwork, networkProbes, planPart } from '../../libvirt/network/managed-network.ts';
import { runningParts, withRunningParts } from '../../libvirt/running/running-parts.ts';
import { defineModule } from '../../modules/module.ts';
import { type Change, predict } from '../../plan/change.ts';
import { type HostState, hostState, type NetworkDaemon } from '../readings/host-state.ts';

/** Nothing of the definition is described: it stays as it is. */
function asItIs(name: string): ManagedNetwork {
  const about = { project: '', task: '', kept: new Set<string>(), isWhole: false, unset: {}, written: {} };
  return {
    ...{ ...about, name, state: 'active', definition: { name }, isComplete: false, merge: true },
    exclusive: [],
  };
}

/** Brings a network that is there to what its definition says: started, with its bridge, dnsmasq, firewall and taps. */
export const repairedNetwork = defineModule({
  name: 'network',
  selfContained: true,
  summary: 'Repair a network as it is defined',
  example: '',
  args: z.custom<{ name: string }>(),
  resource: ({ name }) => `network ${name}`,
  observe: ({ name }) => ({ ...networkProbes(asItIs(name)), ...runningParts, state: hostState }),
  plan: ({ name }, current) => {
    const { network } = current;
    if (!network.exists) return { changes: [], failure: `This host has no network ${name} any more.` };
    const desired = { ...asItIs(name), autostart: network.autostart };
    const plan = withRunningParts(planPart(desired, current), name, current);
    const halted = current.state.daemons.find((one) => one.network === name && one.state === HALTED);
    return halted ? { ...plan, changes: [...plan.changes, goingOn(halted, current.state)] } : plan;
  },
});

/** A process that a signal has stopped: proc(5). */
const HALTED = 'T';

function goingOn(daemon: NetworkDaemon, host: HostState): Change {
  const daemons = host.daemons.map((one) => (one === daemon ? { ...one, state: 'S' } : one));
  return {
    action: 'start',
    proof: 'observed',
    what: `dnsmasq of network ${daemon.network}`,
    copies: ['running'],
    before: 'halted',
    after: 'running',
    impact: { disruption: 'service', note: 'dnsmasq of this network goes on' },
    steps: [{ do: 'run', argv: ['kill', '-CONT', String(daemon.pid)] }],
    predictions: [predict(hostState, { ...host, daemons })],
  };
}

import { type Change, predict } from '../../plan/change.ts';
import { type Step, scriptStep } from '../../plan/step.ts';
import type { Network } from '../model/network.ts';
import { virsh } from '../network/virsh-step.ts';
import { hasDnsmasq, type RunningDnsmasqs, runningDnsmasqs } from '../observe/network-dump.ts';
import type { NetworkState } from '../observe/network-state.ts';
import { RELOAD_LIBVIRT } from './reload-script.ts';

/** An address that no host has (RFC 5737) and a name that nobody asks for (RFC 2606). */
const ENTRY = `<host ip='192.0.2.1'><hostname>virtfleet.invalid</hostname></host>`;

/** A moment after the reload. */
const RELOAD = `${RELOAD_LIBVIRT}
pid= tries=0
until read -r pid <"/run/libvirt/network/$1.pid" && [ -d "/proc/$pid" ]; do
  [ $tries -lt 100 ] || exit 0
  tries=$((tries + 1)); sleep 0.1
done 2>/dev/null`;

/** The change that starts the dnsmasq of a network that runs without it: libvirt does not look after it. */
export function repairedDnsmasq(name: string, state: NetworkState, running: RunningDnsmasqs): Change[] {
  if (!state.exists || !state.live || !hasDnsmasq(state.live) || !running) return [];
  if (running.networks.includes(name)) return [];
  const { steps, note } = start(name, state.live);
  return [
    {
      action: 'start',
      proof: 'observed',
      what: `dnsmasq of network ${name}`,
      copies: ['running'],
      before: 'not running',
      after: 'running',
      impact: { disruption: 'service', note },
      steps,
      predictions: [predict(runningDnsmasqs, withDnsmasq(running, name))],
      sideEffects: true,
    },
  ];
}

/**
 * libvirt starts a dnsmasq that is gone when it has something for it: a name that comes and goes touches nothing else.
 * A network without DNS takes none; there it is the reload, which sees to all networks.
 */
function start(name: string, live: Network): { steps: Step[]; note: string } {
  if (live.dns?.enable === 'no')
    return {
      steps: [{ ...scriptStep('libvirt starts the dnsmasq again', RELOAD, [name]), ofRoot: true }],
      note: 'libvirt reloads: it sees to all networks, and starts what is to start with the host',
    };
  const update = (command: string) => virsh('net-update', name, command, 'dns-host', ENTRY, '--live');
  return { steps: [update('add-last'), update('delete')], note: 'dnsmasq of this network starts' };
}

/** The dnsmasqs once a network is as `after` says. */
export function dnsmasqsAfter(running: RunningDnsmasqs, name: string, after: NetworkState): RunningDnsmasqs {
  if (!running) return running;
  if (after.exists && after.live && hasDnsmasq(after.live)) return withDnsmasq(running, name);
  return { ...running, networks: running.networks.filter((one) => one !== name) };
}

function withDnsmasq(running: NonNullable<RunningDnsmasqs>, name: string): RunningDnsmasqs {
  return { ...running, networks: [...new Set([...running.networks, name])].toSorted() };
}

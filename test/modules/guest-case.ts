import type { GuestDefinition, GuestState } from '../../src/libvirt/guest/guest-state.ts';
import type { CurrentGuestParts } from '../../src/libvirt/guest/plan-guest.ts';
import type { Step } from '../../src/plan/step.ts';

export const mac = '52:54:00:00:00:01';
export const definition: GuestDefinition = {
  memory: 1024 * 1024,
  vcpus: 1,
  maximumVcpus: 1,
  interfaces: [{ mac, network: 'default', model: 'virtio', link: 'up' }],
};
type Present = Extract<GuestState, { exists: true }>;

export const resting: Present = {
  exists: true,
  state: 'shut off',
  autostart: false,
  persistent: definition,
};
export const runs: Present = { ...resting, state: 'running', live: definition };
const tap = { uuid: '', running: true, type: 'network', mac, network: 'default' };

/** A host with this guest, unless told otherwise. */
export function current(state: GuestState, more: Partial<CurrentGuestParts> = {}): CurrentGuestParts {
  const isRunning = state.exists && state.live;
  const plugged = { guest: 'web', ...tap, bridge: 'virbr0', interface: 'vnet0', master: 'virbr0' };
  return {
    guest: state,
    attachments: isRunning ? [plugged] : [],
    networks: [{ name: 'default', bridge: { name: 'virbr0' } }],
    ports: isRunning ? [{ bridge: 'virbr0', port: 'vnet0', tap: true }] : [],
    host: { links: ['br0', 'lo', 'virbr0', ...(isRunning ? ['vnet0'] : [])], routes: [] },
    hasVirtInstall: true,
    'network default': {
      ...{ exists: true, active: true, autostart: true },
      live: { name: 'default', portgroup: [{ name: 'slow' }, { name: 'fast' }] },
    },
    'network off': { exists: true, active: false, autostart: false },
    'network nowhere': { exists: false },
    ...more,
  };
}

/** What is run: the words behind virsh, or those of a script. */
export function words(steps: readonly Step[]): (readonly string[])[] {
  return steps.map((step) => (step.do === 'virsh' ? step.argv : step.do === 'detached' ? step.args : []));
}

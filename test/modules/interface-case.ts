import type { GuestDefinition, GuestState } from '../../src/libvirt/guest/guest-state.ts';
import type { Nic } from '../../src/libvirt/guest/nic.ts';
import type { CurrentOfInterface } from '../../src/libvirt/guest/plan-interface.ts';
import type { Step } from '../../src/plan/step.ts';
import type { trial } from './trial.ts';

export const mac = '52:54:00:00:00:01';
export const desired = { guest: 'web', mac } as const;
export const nic: Nic = { mac, network: 'default', model: 'virtio', link: 'up' };

/** A guest that runs with one interface, if any, on each side. */
export function running(persistent: Nic | undefined, live: Nic | undefined): GuestState & { exists: true } {
  const definition = (one: Nic | undefined): GuestDefinition => ({
    memory: 1024,
    vcpus: 1,
    maximumVcpus: 1,
    interfaces: one ? [one] : [],
  });
  return {
    exists: true,
    uuid: 'u',
    state: 'running',
    autostart: false,
    persistent: definition(persistent),
    live: definition(live),
  };
}

/** What a host says of it; `master` is the bridge that has its tap. */
export function current(guest: GuestState, master: string | undefined = 'virbr0'): CurrentOfInterface {
  const live = guest.exists ? guest.live : undefined;
  const tap = { guest: 'web', uuid: 'u', running: true, type: 'network', mac, interface: 'vnet0' };
  const on = { ...tap, network: 'default', bridge: 'virbr0', ...(master && { master }) };
  const other = { bridge: 'virbr1', port: 'vnet7', tap: true };
  return {
    guest,
    attachments: live?.interfaces.length ? [on] : [],
    networks: [
      { name: 'default', bridge: { name: 'virbr0' } },
      { name: 'inner', bridge: { name: 'virbr1' } },
      { name: 'host', forward: { mode: 'bridge' }, bridge: { name: 'br0' } },
    ],
    ports: master ? [{ bridge: master, port: 'vnet0', tap: true }, other] : [other],
    host: { links: ['br0', 'virbr0', 'virbr1', 'vnet0'], routes: [] },
    ...Object.fromEntries(
      ['default', 'inner', 'host'].map((name) => [
        `network ${name}`,
        { exists: true, active: true, autostart: true },
      ]),
    ),
    'network off': { exists: true, active: false, autostart: false },
    'network nowhere': { exists: false },
  };
}

export const FILE = ['--domain', 'web', '--file', '/dev/stdin'];

export function device(command: string, flags: string[], stdin: string): Step {
  return { do: 'virsh', argv: [command, ...FILE, ...flags], stdin };
}

/** The host when the tap is on network inner already. */
export function inner(around: CurrentOfInterface): CurrentOfInterface {
  const plugged = { network: 'inner', bridge: 'virbr1', master: 'virbr1' };
  return { ...around, attachments: around.attachments.map((each) => ({ ...each, ...plugged })) };
}

export function unplugged({ master: _, ...rest }: CurrentOfInterface['attachments'][number]) {
  return rest;
}

export function leftOf({ plan }: ReturnType<typeof trial>, key: string): unknown {
  return plan.changes.at(-1)?.predictions.find(({ probe }) => probe.key === key)?.value;
}

import type { BridgePort } from '../../src/host/bridge-ports.ts';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import type { CurrentNetwork, DesiredNetwork } from '../../src/libvirt/network/desired-network.ts';
import { planNetwork } from '../../src/libvirt/network/plan-network.ts';
import type { GuestAttachment } from '../../src/libvirt/observe/guest-attachments.ts';
import type { NetworkState } from '../../src/libvirt/observe/network-state.ts';
import type { Change } from '../../src/plan/change.ts';
import { describeStep, type Step } from '../../src/plan/step.ts';

/** A NAT network with a reservation, and a name. */
export const NET: Network = {
  name: 'net',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr7' },
  dns: { host: [{ ip: '10.7.0.10', hostname: ['web'] }] },
  ip: [
    {
      address: '10.7.0.1',
      prefix: 24,
      dhcp: {
        range: [{ start: '10.7.0.100', end: '10.7.0.200' }],
        host: [{ mac: '52:54:00:00:00:01', name: 'web', ip: '10.7.0.10' }],
      },
    },
  ],
};

/** The same as libvirt has it. */
export const STORED = canonical(NET);

/** A guest that runs on it. */
export const TAP: GuestAttachment = {
  guest: 'web1',
  uuid: '0c5a2b7e-3f6d-4a8e-9b1c-2d3e4f5a6b7c',
  mac: '52:54:00:00:00:01',
  running: true,
  type: 'network',
  interface: 'vnet0',
  network: 'net',
  master: 'virbr7',
};

const portOf = ({ interface: port, master }: GuestAttachment) =>
  port !== undefined && master !== undefined ? [{ bridge: master, port, tap: true }] : [];

type There = NetworkState & { exists: true };

/** That network, as it runs. */
export const there = (more: Partial<There> = {}): There => ({
  exists: true,
  active: true,
  autostart: true,
  persistent: STORED,
  live: liveOf(STORED),
  ...more,
});

/** What a host says of it. */
export const current = (
  network: NetworkState,
  guests: GuestAttachment[] = [],
  ports: BridgePort[] = guests.flatMap(portOf),
): CurrentNetwork => ({
  network,
  guests,
  ports,
  version: [9, 0, 0],
});

/** What a task wants of it. */
export const desired = (definition: Network, more: Partial<DesiredNetwork> = {}): DesiredNetwork => ({
  name: 'net',
  state: 'active',
  definition,
  ...more,
});

/** With what needs a restart. */
export const withMtu = { ...NET, mtu: { size: 1400 } };

/** With another address reserved. */
export const withMoved: Network = {
  ...NET,
  ip: [
    {
      ...NET.ip?.[0],
      address: '10.7.0.1',
      dhcp: { host: [{ mac: '52:54:00:00:00:01', name: 'web', ip: '10.7.0.11' }] },
    },
  ],
};

/** What the plan makes of it. */
export function changesOf(want: DesiredNetwork, before: CurrentNetwork): Change[] {
  return planNetwork(want, before).changes;
}

/** The network after the changes, as they predict it. */
export function asPredicted(changes: readonly Change[], before: CurrentNetwork): CurrentNetwork {
  const values = new Map(
    changes.flatMap(({ predictions }) => predictions.map(({ probe, value }) => [probe.key, value])),
  );
  const { network, guests, ports } = before;
  return {
    ...before,
    network: (values.get('network net') as NetworkState | undefined) ?? network,
    guests: (values.get('guest attachments') as GuestAttachment[] | undefined) ?? guests,
    ports: (values.get('bridge ports') as BridgePort[] | undefined) ?? ports,
  };
}

/** What the steps run; of a set that is longer than a call for both copies only how much. */
export const commands = (changes: readonly Change[]) =>
  changes.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      if (step.do === 'virsh-set' && step.commands.length === 2)
        return step.commands.map((argv) => argv.join(' '));
      return 'argv' in step ? step.argv.join(' ') : described(step);
    }),
  );

/** What a detached step is for, what it is told, and whether it stores a definition. */
const described = (step: Step) =>
  step.do === 'detached'
    ? [step.label, ...step.args, step.stdin === undefined ? 'as it is' : 'redefined'].join(' ')
    : describeStep(step);
export const impacts = (changes: readonly Change[]) => changes.map(({ impact }) => impact.disruption);

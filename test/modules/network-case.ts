import { expect } from 'vitest';
import type { z } from 'zod';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import type { NetworkState } from '../../src/libvirt/observe/network-state.ts';
import { type OwnershipRecord, ownershipRecord } from '../../src/libvirt/ownership/ownership-record.ts';
import { bridgesAfter } from '../../src/libvirt/running/bridge-repair.ts';
import { network } from '../../src/modules/network.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { trial } from './trial.ts';

export type Args = Omit<z.input<typeof network.args>, 'name'>;

export const IP = { address: '10.7.0.1/24' };
export const RANGE = { start: '10.7.0.100', end: '10.7.0.150' };
export const VM1 = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.7.0.10' };
const MEMORY = ownershipRecord({ project: 'project', name: 'net' }).key;
export const NOTHING: OwnershipRecord = { writable: true, tasks: {} };

/** A host with the network, or without it, and what it remembers of tasks. */
export const host = (stored: Omit<Network, 'name'> | undefined, record = NOTHING, autostart = true) => {
  const state = stored
    ? { exists: true, active: true, autostart, ...copies({ name: 'net', ...stored }) }
    : { exists: false };
  return {
    network: state,
    ...{ record, guests: [], ports: [], version: [11, 3, 0], networks: [], leases: [] },
    host: { links: [], routes: [] },
    bridges: bridgesAfter({}, { exists: false }, state as NetworkState),
    session: { links: ['eth0'] },
    routing: { rules: [], routes: [] },
  };
};

function copies(stored: Network) {
  const persistent = canonical({ bridge: { name: 'virbr7' }, ...stored });
  return { persistent, live: liveOf(persistent) };
}

/** What a task comes to on a host. */
export function planned(args: Args, current: ReturnType<typeof host>) {
  const { plan, differences, afterwards, left } = trial(network, { name: 'net', ...args }, current as never);
  expect(plan.failure).toBeUndefined();
  const told = plan.changes.map(({ bookkeeping }) => !bookkeeping);
  expect(afterwards().changes).toEqual([]);
  return { lines: differences.filter((_, index) => told[index]), plan, left };
}

/** What a plan leaves on the host, by the keys of the probes. */
export function leftBy({ changes }: Plan): Map<string, unknown> {
  return new Map(
    changes.flatMap(({ predictions }) => predictions).map(({ probe, value }) => [probe.key, value]),
  );
}

/** The host as a plan leaves its network and what it remembers. */
export function leftHost(plan: Plan, current: ReturnType<typeof host>): ReturnType<typeof host> {
  const left = leftBy(plan);
  const network = (left.get('network net') ?? current.network) as typeof current.network;
  const bridges = bridgesAfter(current.bridges, current.network as NetworkState, network as NetworkState);
  return {
    ...current,
    network,
    bridges,
    record: (left.get(MEMORY) as OwnershipRecord | undefined) ?? current.record,
  };
}

/** The host after a task has made the network, and what somebody did to its definition then. */
export function made(args: Args, changed: (stored: Network) => Network = (stored) => stored) {
  const left = leftBy(planned(args, host(undefined)).plan);
  const state = left.get('network net') as { persistent: Network; autostart: boolean };
  return host(changed(state.persistent), left.get(MEMORY) as OwnershipRecord, state.autostart);
}

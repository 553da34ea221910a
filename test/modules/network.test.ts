import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { network } from '../../src/modules/network.ts';
import { trial } from './trial.ts';

const NET: Network = {
  name: 'net',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr7' },
  ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [{ start: '10.7.0.100', end: '10.7.0.150' }] } }],
};

/** A host where the network runs, and a guest without a name holds an address of it. */
const SEEN = {
  network: {
    exists: true,
    active: true,
    autostart: true,
    persistent: canonical(NET),
    live: liveOf(canonical(NET)),
  },
  record: { writable: false, tasks: {} },
  guests: [],
  ports: [],
  version: [9, 0, 0],
  networks: [canonical(NET)],
  host: { links: ['virbr7'], routes: [] },
  session: { links: ['eth0'] },
  routing: { rules: [], routes: [] },
  bridges: { virbr7: { up: true, mtu: 1500, stp: true, addresses: ['10.7.0.1/24'] } },
  leases: [{ mac: '52:54:00:00:00:01', ip: '10.7.0.100' }],
} as const;

const plan = (input: z.input<typeof network.args>) => trial(network, input, SEEN as never).plan;

it('does not move a network away from what it keeps', () => {
  const { changes, failure } = plan({
    name: 'net',
    forward: { mode: 'nat' },
    ip: [{ address: '10.8.0.1/24' }],
  });
  expect(changes).toEqual([]);
  expect(failure).toContain('10.7.0.100-10.7.0.150 is not within 10.8.0.1/24');
  expect(failure).toContain('the task does not write is kept: write it too, or write null to remove it.');
});

it('warns of what is left to come: at the next start, at the next lease', () => {
  const dhcp = { range: [{ start: '10.7.0.120', end: '10.7.0.150' }] };
  const { changes, warnings } = plan({
    name: 'net',
    forward: { mode: 'nat' },
    mtu: { size: 1400 },
    ip: [{ address: '10.7.0.1/24', dhcp }],
    apply: 'next-start',
  });
  expect(changes.map(({ impact }) => impact.disruption)).toEqual(['none', 'service']);
  expect(warnings).toEqual([
    'The network runs on as it was until it is started again: mtu: not set → 1400.',
    'These guests need a new lease, their address is no longer given out: 52:54:00:00:00:01 (10.7.0.100 for ever).',
  ]);
});

it('judges what will be stored, not the part that is written', () => {
  const part = { name: 'net', forward: { mode: 'nat', dev: 'eth0' } } as const;
  const { complaints, plan: there } = trial(network, part, SEEN as never);
  expect(complaints).toEqual([]);
  expect(there.failure).toBeUndefined();
  expect(there.changes.map(({ what }) => what)).toContain('forward interface eth0');
  const { plan: made } = trial(network, part, { ...SEEN, network: { exists: false }, networks: [] } as never);
  expect(made.failure).toContain('mode nat without an ip');
});

it('finds nothing wrong with a part that is there already', () => {
  const { failure, changes } = plan({ name: 'net', forward: { mode: 'nat' } });
  expect([failure, changes]).toEqual([undefined, []]);
});

it('refuses a whole definition that is wrong before any host is asked', () => {
  const xml = "<network><name>net</name><forward mode='nat'/></network>";
  expect(trial(network, { name: 'net', xml }, SEEN as never).complaints).toEqual(['forward']);
});

describe('a task that says nothing of a network that is not there', () => {
  const gone = { ...SEEN, network: { exists: false } } as never;
  const said = (args: z.input<typeof network.args>) => trial(network, args, gone).plan;

  it('makes none that is only to start with the host, or whose name is nearly that of another', () => {
    for (const args of [{ name: 'other', autostart: true }, { name: 'nett' }]) {
      const { failure, changes } = said(args);
      expect(failure).toContain(`no network ${args.name}, and the task does not say what it is to be`);
      expect(changes).toEqual([]);
    }
    expect(said({ name: 'nett' }).failure).toContain('Did you mean `net`?');
  });

  it('says that it makes an empty one, unless it is told to', () => {
    expect(said({ name: 'other' }).warnings?.join()).toContain('isolated and without an address');
    const { failure, warnings } = said({ name: 'nett', forward: 'none' } as never);
    expect([failure, warnings]).toEqual([undefined, []]);
  });
});

it('says that a network which is stopped starts again with its host, unless the task says whether', () => {
  const name = 'net';
  expect(plan({ name, state: 'inactive' }).warnings).toEqual([
    'Network net starts again with its host; autostart: false keeps it stopped.',
  ]);
  expect(plan({ name, state: 'inactive', autostart: false }).warnings).toEqual([]);
});

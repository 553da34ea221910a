import { expect, it } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../../src/libvirt/compare/live-copy.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../../src/libvirt/format/serialize.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { planNetwork } from '../../../src/libvirt/network/plan-network.ts';
import type { NetworkState } from '../../../src/libvirt/observe/network-state.ts';
import { hashOf, stamped, stampOf } from '../../../src/libvirt/ownership/stamp.ts';

const STAMP = { project: `a<b> "q" 's \n\t&`, playbook: 'site.yaml', task: 'nät {{ item }}', hash: 'h' };
const OTHER = '<o:other xmlns:o="urn:o">t</o:other>';
const NET: Network = { name: 'net', ip: [{ address: '10.0.0.1', prefix: 24 }] };

it('a stamp is read as it was written, whatever is in it, and leaves what others wrote', () => {
  const definition = stamped({ ...NET, metadata: OTHER }, STAMP);
  const stored = parseNetwork(serializeNetwork(definition));
  expect(stampOf(stored)).toEqual(STAMP);
  expect(canonical(stored)).toEqual(canonical(definition));
  expect(stamped(stored, undefined).metadata).toContain('<o:other');
  expect(stampOf(stamped(stored, undefined))).toBeUndefined();
  expect(stampOf(stamped(stored, { ...STAMP, task: 'new' }))).toEqual({ ...STAMP, task: 'new' });
});

it('without a stamp nothing is left of it', () => {
  expect(stamped(stamped(NET, STAMP), undefined)).toEqual(NET);
  expect(stampOf(NET)).toBeUndefined();
  const half = '<v:network xmlns:v="https://virtfleet.dev/xmlns/network/1" project="p"/>';
  expect(stampOf({ ...NET, metadata: half })).toBeUndefined();
});

it('the hash is that of the definition', () => {
  expect(hashOf(NET)).toBe(hashOf({ ...NET }));
  expect(hashOf(NET)).not.toBe(hashOf({ ...NET, mtu: { size: 1400 } }));
});

it('only the stored copy is stamped, the network keeps running, and then nothing differs', () => {
  const before = there(NET);
  const first = changesOf(before, { stamp: STAMP });
  expect(first).toMatchObject([
    { what: 'stamp (persistent copy)', before: null, impact: { disruption: 'none' } },
  ]);
  expect(first.flatMap(({ steps }) => steps)).toMatchObject([
    { argv: ['net-define', '--validate', '/dev/stdin'] },
  ]);
  const after = first[0]?.predictions[0]?.value as NetworkState;
  expect(after).toMatchObject({ live: liveOf(canonical(NET)), persistent: canonical(stamped(NET, STAMP)) });
  expect(changesOf(after, { stamp: STAMP })).toEqual([]);
  expect(changesOf(after, { stamp: { ...STAMP, hash: 'i' } })).toHaveLength(1);
});

it('a stamp survives changes, metadata of the user, and a task that stamps nothing', () => {
  const before = there(stamped(NET, STAMP));
  expect(changesOf(before, {})).toEqual([]);
  const [change] = changesOf(before, { definition: { ...NET, metadata: OTHER }, stamp: STAMP });
  expect(change).toMatchObject({ what: 'metadata', impact: { disruption: 'service' } });
  const after = change?.predictions[0]?.value as NetworkState & { exists: true };
  expect(stampOf(after.persistent ?? NET)).toEqual(STAMP);
  expect(changesOf(after, { definition: { ...NET, metadata: OTHER }, stamp: STAMP })).toEqual([]);
  expect(changesOf(after, { definition: { ...NET, metadata: OTHER } })).toEqual([]);
});

function there(definition: Network): NetworkState {
  const persistent = canonical(definition);
  return { exists: true, active: true, autostart: true, persistent, live: liveOf(persistent) };
}

function changesOf(network: NetworkState, more: { definition?: Network; stamp?: typeof STAMP }) {
  const desired = { name: 'net', state: 'active' as const, definition: NET, ...more };
  return planNetwork(desired, { network, guests: [], ports: [], version: [9, 0, 0] }).changes;
}

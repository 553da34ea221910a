import { expect, it } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { pathsOf } from '../../../src/libvirt/compare/paths.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import type { ManagedNetwork } from '../../../src/libvirt/network/managed-network.ts';
import { asUnmanaged, undescribed } from '../../../src/libvirt/network/undescribed.ts';
import { NET, STORED, there } from '../network-case.ts';

const BARE: Network = {
  name: 'net',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr7' },
  ip: [{ address: '10.7.0.1', prefix: 24, dhcp: { range: [{ start: '10.7.0.100', end: '10.7.0.200' }] } }],
};

const task = (definition: Network, more: Partial<ManagedNetwork> = {}): ManagedNetwork => ({
  ...{ name: 'net', state: 'active', exclusive: [], definition, unset: {}, isComplete: false, merge: false },
  ...{ project: 'p', task: 'Own', written: pathsOf(definition), kept: new Set(), isWhole: true, ...more },
});

/** What is undescribed of a network, in the words of the page. */
function found(
  desired: ManagedNetwork,
  stored: Network,
  { live = there({ persistent: stored }).live, tasks = {} }: { live?: Network; tasks?: object } = {},
): Record<string, string> {
  const network = there({ persistent: canonical(stored), ...(live && { live }) });
  const record = { writable: true, tasks: tasks as Record<string, Record<string, string[]>> };
  const all = undescribed(desired, { network, record }).map((one) => asUnmanaged('net', one));
  expect(all.every(({ within }) => within === 'network net')).toBe(true);
  return Object.fromEntries(all.map(({ resource, about }) => [resource, about]));
}

it('what somebody added to a network is named, with the copies that have it', () => {
  expect(found(task(BARE), STORED)).toEqual({
    'reservation web of network net': '10.7.0.10  [stored, running]',
    'DNS host web of network net': 'present  [stored, running]',
  });
  const own = { ...STORED, domain: { name: 'lab.example' }, mtu: { size: 1400 } };
  expect(found(task(NET), own)).toEqual({
    'domain name of network net': 'lab.example  [stored]',
    'mtu of network net': '1400  [stored]',
  });
});

it('what is described, or filled in by libvirt, is not', () => {
  const filled = {
    ...STORED,
    uuid: '0c5a2b7e-3f6d-4a8e-9b1c-2d3e4f5a6b7c',
    mac: { address: '52:54:00:00:00:09' },
  };
  expect(found(task(NET), filled)).toEqual({});
  // What differs is drift.
  expect(found(task({ ...NET, mtu: { size: 1500 } }), { ...STORED, mtu: { size: 1400 } })).toEqual({});
});

it('an entry that another task of the run writes is described, and one of another playbook is told by its task', () => {
  const kept = new Set(['ip.dhcp.host 52:54:00:00:00:01']);
  const tasks = { Others: { 'dns.host': ['10.7.0.10'] } };
  expect(found(task(BARE, { kept }), STORED, { tasks })).toEqual({
    'DNS host web of network net': 'present  [stored, running]\ntask "Others" wrote it',
  });
});

it('of a task that describes a part it is entries of the lists that it writes', () => {
  const part: Network = { name: 'net', dns: { host: [{ ip: '10.7.0.11', hostname: ['db'] }] } };
  expect(found(task(part, { merge: true }), STORED)).toEqual({
    'DNS host web of network net': 'present  [stored, running]',
  });
});

import { expect, it } from 'vitest';
import { reattach } from '../../../src/libvirt/network/reattach.ts';
import type { GuestAttachment } from '../../../src/libvirt/observe/guest-attachments.ts';
import { argvs } from '../../modules/trial.ts';

const state = {
  ...({ exists: true, active: true, autostart: true } as const),
  live: { name: 'lab', bridge: { name: 'virbr8' } },
};
const tap = { guest: 'web', uuid: 'u', running: true, type: 'network', mac: '52:54:00:00:00:01' } as const;
const web: GuestAttachment = {
  ...tap,
  network: 'lab',
  bridge: 'virbr8',
  interface: 'vnet0',
  master: 'virbr8',
};
const ports = [{ bridge: 'virbr8', port: 'vnet0', tap: true }];
const told = (guest: GuestAttachment) => reattach('lab', state, { guests: [guest], ports });

it('a guest that libvirt has on another bridge on record is plugged in again by libvirt, with consent', () => {
  const [change, ...others] = told({ ...web, bridge: 'virbr7' });
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    what: 'guest web: bridge of vnet0 (52:54:00:00:00:01) in libvirt',
    before: 'virbr7',
    after: 'virbr8',
    impact: { disruption: 'link', guests: [{ guest: 'web', interface: 'vnet0' }] },
  });
  expect(change?.predictions.find(({ probe }) => probe.key === 'guest attachments')?.value).toEqual([web]);
  expect(change?.steps).toMatchObject([
    { do: 'detached', args: ['virbr8', 'yes', 'vnet0', 'u'], ofRoot: true },
  ]);
});

it('where it is off its bridge too, the kernel has it back first, and nobody is asked for consent', () => {
  const { master: _, ...off } = web;
  const changes = told({ ...off, bridge: 'virbr7' });
  expect(changes.map(({ what }) => what)).toEqual([
    'guest web: vnet0 (52:54:00:00:00:01) on bridge',
    'guest web: bridge of vnet0 (52:54:00:00:00:01) in libvirt',
  ]);
  expect(changes.map(({ impact }) => impact.disruption)).toEqual(['none', 'none']);
  expect(argvs(changes[0]?.steps ?? [])).toEqual([['ip', 'link', 'set', 'dev', 'vnet0', 'master', 'virbr8']]);
});

it.each([
  ['is as it should be', web],
  ['does not run', { ...web, running: false, bridge: 'virbr7' }],
  ['is of another network, whose bridge had this name', { ...web, network: 'other' }],
])('one that %s is left alone', (_, guest) => {
  expect(told(guest)).toEqual([]);
});

import { expect, it } from 'vitest';
import { lostGuests } from '../../../src/engine/rollout/lost-guests.ts';
import { linksOf } from '../../../src/libvirt/observe/guest-links.ts';
import type { GuestLink } from '../../../src/plan/guest-links.ts';

const link = (guest: string, more: Partial<GuestLink> = {}): GuestLink => ({
  ...{ guest, mac: `52:54:00:00:00:0${guest.at(-1)}`, hasLease: false },
  ...more,
});
const all = new Set(['1', '2', '3', '4', '5'].map((last) => `52:54:00:00:00:0${last}`));

it('guests are lost that were connected, and are not any more', () => {
  const before = [link('vm1'), link('vm2'), link('vm3', { hasLease: true }), link('vm4')];
  const after = [link('vm1'), link('vm3'), link('vm4', { fault: 'vnet3 is on no bridge' })];
  expect(lostGuests(before, after, all)).toEqual([
    'guest vm2 (52:54:00:00:00:02) is not there any more',
    'guest vm3 (52:54:00:00:00:03) has no lease any more',
    'guest vm4 (52:54:00:00:00:04): vnet3 is on no bridge',
  ]);
});

it('not those that no change has met, nor those that were not connected before', () => {
  const before = [link('vm1'), link('vm2', { fault: 'vnet1 is down' })];
  expect(lostGuests(before, [], new Set(['52:54:00:00:00:02']))).toEqual([]);
});

it('a guest is connected whose tap is up and on the bridge that it should be on', () => {
  const tap = (guest: string, more: object) => ({ guest, mac: guest, interface: `tap-${guest}`, ...more });
  const links = linksOf({
    taps: [
      tap('a', { bridge: 'br0', master: 'br0' }),
      tap('b', { bridge: 'br0', master: 'br1' }),
      tap('c', { bridge: 'br0' }),
      tap('d', { master: 'br0' }),
    ],
    down: new Set(['tap-d']),
    leases: new Map([['uuid', [{ mac: 'a', ip: '10.7.0.2' }]]]),
  });
  expect(links).toEqual([
    { guest: 'a', mac: 'a', hasLease: true },
    { guest: 'b', mac: 'b', hasLease: false, fault: 'tap-b is on br1 instead of br0' },
    { guest: 'c', mac: 'c', hasLease: false, fault: 'tap-c is on no bridge' },
    { guest: 'd', mac: 'd', hasLease: false, fault: 'tap-d is down' },
  ]);
});

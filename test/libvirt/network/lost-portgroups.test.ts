import { expect, it } from 'vitest';
import { lostPortgroups } from '../../../src/libvirt/network/lost-portgroups.ts';

const STAFF = { name: 'staff', vlan: { tag: [{ id: 20 }] } };
const ALL = { name: 'all', default: 'yes' as const };
const net = (...portgroup: object[]) => ({ name: 'ovs', portgroup }) as { name: string };
const GUESTS = [
  { guest: 'web', network: 'ovs', portgroup: 'staff' },
  { guest: 'web', network: 'ovs', portgroup: 'staff' },
  { guest: 'db', network: 'ovs', portgroup: 'all' },
  { guest: 'away', network: 'other', portgroup: 'staff' },
];

it('guests that name a portgroup which goes are named, with what they get instead', () => {
  expect(lostPortgroups({ before: net(STAFF, ALL), after: net(ALL) }, GUESTS)).toEqual([
    'These guests name the portgroup staff, which is removed: web. From their next start they are in the default portgroup all, without its VLAN and its limits.',
  ]);
  expect(lostPortgroups({ before: net(STAFF), after: net() }, GUESTS)).toEqual([
    expect.stringContaining('they are without a portgroup'),
  ]);
});

it('nothing is said where it stays, where nobody names it, and of a network that is created', () => {
  expect(lostPortgroups({ before: net(STAFF), after: net(STAFF, ALL) }, GUESTS)).toEqual([]);
  expect(lostPortgroups({ before: net(STAFF), after: net() }, [])).toEqual([]);
  expect(lostPortgroups({ before: undefined, after: net(STAFF) }, GUESTS)).toEqual([]);
});

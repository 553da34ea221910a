import { afterAll, beforeAll, expect, it } from 'vitest';
import { campaign } from '../lockout/campaign.ts';
import { CASES } from '../lockout/cases/index.ts';
import { lab } from '../lockout/stage.ts';
import { KIND, RELEASES } from './releases.ts';

/** Some of those that `npm run lockout` tries, of each kind. */
const NAMES = [
  'management: with a wrong gateway',
  'management: it is deleted, by command',
  'beside: a default route of a lower metric',
  'beside: a DHCP server that gives a default route',
  'IPv6: an address in the network of the operator',
  'other: sshd on another port',
  'other: a rule that drops, by command',
];

beforeAll(() => lab.up({ hosts: 8, releases: RELEASES, ...KIND }));
afterAll(() => lab.down());

it('no change takes the way of the operator for good, and each says what became of it', async () => {
  const cases = CASES.filter(({ name }) => NAMES.includes(name));
  const all = await campaign(cases, () => undefined);
  expect(all.filter(({ trial }) => trial.faults.length > 0)).toEqual([]);
  expect(all).toHaveLength(NAMES.length * 2);
}, 1_800_000);

import { expect, it } from 'vitest';
import { campaign, randomFrom } from '../interrupts/campaign.ts';
import { KINDS } from '../interrupts/kinds.ts';
import { NIGHTLY } from '../sampled.ts';
import { lab } from './lab.ts';

/** The same moments as parts of a run; `npm run interrupts` tries more. */
const SEED = 13;
const MOMENTS = NIGHTLY ? 3 : 1;

it('runs that are interrupted once, twice and killed say only what is true, and the next run converges', async () => {
  const hosts = lab.hosts().map(({ name }) => name);
  const moments = { moments: MOMENTS, random: randomFrom(SEED), until: Number.POSITIVE_INFINITY };
  const tried = await campaign(KINDS, hosts, moments, () => undefined);
  const wrong = tried.filter(({ faults }) => faults.length > 0);
  expect(wrong).toEqual([]);
  expect(tried).toHaveLength(KINDS.length * MOMENTS);
});

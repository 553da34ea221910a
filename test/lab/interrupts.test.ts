import { expect, it } from 'vitest';
import { campaign, randomFrom } from '../interrupts/campaign.ts';
import { KINDS } from '../interrupts/kinds.ts';
import { lab } from './lab.ts';

/** The same moments as parts of a run; `npm run interrupts` tries more. */
const SEED = 13;

it('runs that are interrupted once, twice and killed say only what is true, and the next run converges', async () => {
  const hosts = lab.hosts().map(({ name }) => name);
  const moments = { moments: 3, random: randomFrom(SEED), until: Number.POSITIVE_INFINITY };
  const tried = await campaign(KINDS, hosts, moments, () => undefined);
  const wrong = tried.filter(({ faults }) => faults.length > 0);
  expect(wrong).toEqual([]);
  expect(tried).toHaveLength(KINDS.length * 3);
});

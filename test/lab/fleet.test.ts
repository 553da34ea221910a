import { expect, test } from 'vitest';
import { PLAIN, planFleet } from './fleet.ts';

const releases = ['bookworm', 'trixie'];
const plan = (count: number, existing = 0) =>
  planFleet(existing === 0 ? [] : planFleet([], existing, releases, PLAIN), count, releases, PLAIN).map(
    ({ name, release }) => `${name} ${release}`,
  );

test('a new fleet is split in contiguous halves', () => {
  expect(plan(4)).toEqual(['hv01 bookworm', 'hv02 bookworm', 'hv03 trixie', 'hv04 trixie']);
  expect(plan(3)).toEqual(['hv01 bookworm', 'hv02 bookworm', 'hv03 trixie']);
});

test('a fleet that grows keeps its hosts and evens the releases out', () => {
  expect(plan(6, 4).slice(0, 4)).toEqual(plan(4));
  expect(plan(6, 4).slice(4)).toEqual(['hv05 bookworm', 'hv06 trixie']);
});

test('a fleet never shrinks', () => {
  expect(plan(2, 4)).toEqual(plan(4));
});

test('addresses differ', () => {
  const addresses = planFleet([], 30, releases, PLAIN).map(({ address }) => address);
  expect(new Set(addresses).size).toBe(30);
});

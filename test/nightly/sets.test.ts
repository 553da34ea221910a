import { expect, it } from 'vitest';
import { isTried } from '../lab/changes/change.ts';
import { CHANGES } from '../lab/changes/index.ts';
import { NIGHTLY_ONLY } from '../lab/nightly.ts';
import { LIBVIRT_OF, RELEASES } from '../lab/releases.ts';
import { inTurn, sampled } from '../sampled.ts';
import { everything, labFiles, ON_EACH_RELEASE } from './files.ts';

it('each lab file is run by npm test, or by npm run nightly alone, and at night all are', () => {
  expect(labFiles().length).toBeGreaterThan(60);
  expect(labFiles()).toEqual(expect.arrayContaining([...NIGHTLY_ONLY, ...ON_EACH_RELEASE]));
  expect(everything(Object.keys(LIBVIRT_OF), RELEASES)).toEqual([
    { releases: 'bookworm,trixie', files: labFiles() },
    { releases: 'bullseye', files: ON_EACH_RELEASE },
    { releases: 'forky', files: ON_EACH_RELEASE },
  ]);
});

it('a sample is evenly spread and always the same; at night it is all', () => {
  const rows = Array.from({ length: 10 }, (_, index) => index);
  expect(sampled(rows, 3, false)).toEqual([0, 4, 7]);
  expect(sampled(rows, 10, false)).toEqual(rows);
  expect(sampled(rows, 99, false)).toEqual(rows);
  expect(sampled(rows, 3, true)).toEqual(rows);
});

it('places take turns; at night each has all', () => {
  const places = ['one', 'two'];
  expect(places.map((place) => inTurn([1, 2, 3], place, places, false))).toEqual([[1, 3], [2]]);
  expect(places.map((place) => inTurn([1, 2, 3], place, places, true))).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

it('npm test tries each change of a network on one release, about as many on each', () => {
  const tried = CHANGES.map((change, number) =>
    RELEASES.filter((release) => isTried(release, { ...change, number }, false)),
  );
  expect(tried.filter((releases) => releases.length !== 1)).toEqual([]);
  for (const release of RELEASES)
    expect(tried.flat().filter((one) => one === release).length).toBeGreaterThan(CHANGES.length / 3);
});

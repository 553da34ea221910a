import { expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { stepOf } from './generate.ts';
import { INJURIES, POWER } from './injuries.ts';
import { FIRST, PARTS, type Site } from './parts/index.ts';
import { edited, type Step } from './step.ts';

const HOSTS = [
  { name: 'hv01', release: 'bookworm', address: '10.77.1.1' },
  { name: 'hv02', release: 'trixie', address: '10.77.1.2' },
];

/** So many steps, each behind the sites that those before it have made. */
function steps(seed: number, count: number): Step[] {
  let sites: ReadonlyMap<string, Site> = new Map(HOSTS.map(({ name }) => [name, FIRST]));
  return Array.from({ length: count }, (_, index) => {
    const step = stepOf(seed, index + 1, { hosts: HOSTS, sites, mayRollBack: index % 3 === 0 });
    if (step.do === 'change') sites = edited(sites, step.edits);
    return step;
  });
}

it('steps are the same for a seed, and others for another one', () => {
  expect(steps(7, 50)).toEqual(steps(7, 50));
  expect(steps(8, 50)).not.toEqual(steps(7, 50));
});

it('steps come to every part, fault and injury, and are data', () => {
  const all = steps(1, 2000);
  expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  const parts = all.flatMap((step) =>
    step.do === 'change' ? Object.values(step.edits).flatMap(Object.keys) : [],
  );
  expect(new Set(parts)).toEqual(new Set(PARTS.map(({ name }) => name)));
  const faults = all.flatMap((step) => (step.do === 'change' && step.struck ? [step.struck.fault] : []));
  expect(new Set(faults)).toEqual(new Set(FAULTS));
  const injuries = all.flatMap((step) => (step.do === 'drift' ? Object.values(step.injuries).flat() : []));
  expect(new Set(injuries)).toEqual(new Set([POWER, ...INJURIES.map(({ name }) => name)]));
});

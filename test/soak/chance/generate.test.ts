import { describe, expect, it } from 'vitest';
import { FAULTS, type FaultName } from '../faults.ts';
import { INJURIES, POWER } from '../injuries.ts';
import { FIRST, PARTS, type Site } from '../parts/index.ts';
import { edited, type Step } from '../step.ts';
import { stepsOf } from './generate.ts';

const HOSTS = ['bookworm', 'bookworm', 'trixie', 'trixie'].map((release, index) => ({
  name: `hv0${index + 1}`,
  release,
  address: `10.77.1.${index + 1}`,
}));

/** So many steps, each behind the sites that those before it have made. */
function steps(seed: number, count: number): Step[] {
  const next = stepsOf(seed);
  let sites: ReadonlyMap<string, Site> = new Map(HOSTS.map(({ name }) => [name, FIRST]));
  let mayRollBack = false;
  return Array.from({ length: count }, () => {
    const step = next({ hosts: HOSTS, sites, mayRollBack });
    if (step.do === 'change') sites = edited(sites, step.edits);
    mayRollBack = step.do === 'change' && !step.struck;
    return step;
  });
}

const faultsOf = (all: readonly Step[]) =>
  all.flatMap((step) => (step.do === 'change' && step.struck ? [step.struck.fault] : []));

/** How often each is in a list of names. */
const counts = (names: readonly string[], all: readonly string[]) =>
  all.map((name) => names.filter((one) => one === name).length);

describe('steps of a seed', () => {
  it('are the same again, and others for another seed; they are data', () => {
    expect(steps(7, 50)).toEqual(steps(7, 50));
    expect(steps(8, 50)).not.toEqual(steps(7, 50));
    expect(JSON.parse(JSON.stringify(steps(7, 50)))).toEqual(steps(7, 50));
  });

  it.each([1, 2, 3])('come to every fault, part and injury in two hours: seed %i', (seed) => {
    const all = steps(seed, 150);
    const faults = counts(faultsOf(all), FAULTS);
    expect(Math.max(...faults) - Math.min(...faults)).toBeLessThanOrEqual(1);
    expect(Math.min(...faults)).toBeGreaterThanOrEqual(4);
    const parts = all.flatMap((step) =>
      step.do === 'change' ? Object.values(step.edits).flatMap(Object.keys) : [],
    );
    expect(
      Math.min(
        ...counts(
          parts,
          PARTS.map(({ name }) => name),
        ),
      ),
    ).toBeGreaterThanOrEqual(10);
    const injuries = all.flatMap((step) => (step.do === 'drift' ? Object.values(step.injuries).flat() : []));
    expect(Math.min(...counts(injuries, [POWER, ...INJURIES.map(({ name }) => name)]))).toBeGreaterThan(0);
    const kinds = counts(
      all.map((step) => step.do),
      ['change', 'drift', 'rollback', 'lockout'],
    );
    expect(Math.min(...kinds)).toBeGreaterThanOrEqual(5);
  });

  it('strike hosts that change, and while a unit works only those whose network restarts', () => {
    const restarting = new Set(
      PARTS.flatMap(({ name, values }) =>
        values.flatMap((value) => (value.restarts ? [`${name} ${value.name}`] : [])),
      ),
    );
    const struck = steps(1, 300).flatMap((step) =>
      step.do === 'change' && step.struck ? [{ ...step.struck, sites: step.edits }] : [],
    );
    expect(struck.length).toBeGreaterThan(100);
    for (const { hosts, moment, sites } of struck)
      for (const host of hosts) {
        const changes = Object.entries(sites[host] ?? {}).map((change) => change.join(' '));
        expect(changes.length).toBeGreaterThan(0);
        if (moment.when === 'detached') expect(changes.some((change) => restarting.has(change))).toBe(true);
      }
  });

  it('strike with the same fault again where it came too late', () => {
    const sites = new Map(HOSTS.map(({ name }) => [name, FIRST]));
    const firstFault = (missed?: FaultName) => {
      const next = stepsOf(3);
      const all = Array.from({ length: 20 }, (_, index) =>
        next({ hosts: HOSTS, sites, mayRollBack: false, missed: index === 0 ? missed : undefined }),
      );
      return faultsOf(all)[0];
    };
    expect(firstFault()).not.toBe('sshd frozen');
    expect(firstFault('sshd frozen')).toBe('sshd frozen');
  });
});

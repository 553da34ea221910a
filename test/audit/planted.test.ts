import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../src/audit/evaluate.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { ON_BOTH, ON_SECOND } from '../lab/audit/plants.ts';
import { ON_FIRST } from '../lab/audit/plants-of-first.ts';
import { alsoFound, planted } from '../lab/audit/site.ts';
import { recordedFleet } from './recorded-host.ts';

const HOSTS = ['hv01', 'hv02'];

const found = (state: 'clean' | 'planted') =>
  findingsIn({ hosts: recordedFleet(state), isWhole: true }, RULES).map(
    ({ rule, host, object }) => `${rule} ${host} ${object}`,
  );

it('the rules have ids of their own', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
});

describe('of two recorded hosts', () => {
  it('nothing is found on the clean fleet, which has networks, guests and leases', () => {
    const hosts = recordedFleet('clean');
    expect(hosts.map(({ networks, guests }) => [networks.length, guests.length])).toEqual([
      [6, 5],
      [6, 5],
    ]);
    expect(found('clean')).toEqual([]);
  });

  it('at least 60 things are planted, by different rules', () => {
    const rules = new Set([...ON_BOTH, ...ON_FIRST, ...ON_SECOND].map(([rule]) => rule).filter(Boolean));
    expect(rules.size).toBeGreaterThanOrEqual(60);
  });

  it('each planted thing is found, and nothing else', () => {
    expect(found('planted').toSorted()).toEqual([...planted(HOSTS), ...alsoFound(HOSTS)].toSorted());
  });
});

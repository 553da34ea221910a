import { describe, expect, it } from 'vitest';
import { leftOfHosts, leftOfWaves } from '../../../src/report/live/expected-end.ts';
import type { WaveRecord } from '../../../src/report/rollout/rollouts.ts';
import { BEGIN } from './emulated.ts';
import { namesOf, time } from './story.ts';

const wave = (hosts: number, ...[started, ended]: number[]): WaveRecord => ({
  hosts: namesOf(hosts),
  what: '',
  failed: [],
  gates: [],
  ...(started !== undefined && { started: time(started) }),
  ...(ended !== undefined && { ended: time(ended) }),
});
const left = (waves: readonly WaveRecord[], now: number) =>
  leftOfWaves({ waves, forks: 50, now: BEGIN + now });

describe('what is left of waves', () => {
  it('is unknown until one has ended and what comes behind it is known', () => {
    expect(left([wave(1, 0), wave(9)], 5_000)).toBeUndefined();
    expect(left([wave(1, 0, 10_000), wave(9)], 12_000)).toBeUndefined();
    const soak = { gate: 'soak', started: time(10_000), until: time(70_000) } as const;
    expect(left([{ ...wave(1, 0, 10_000), gates: [soak] }, wave(9)], 12_000)).toBe(58_000 + 10_000);
  });

  it('has as many rounds as hosts need that are contacted at once', () => {
    const waves = [wave(1, 0, 10_000), wave(50, 15_000, 35_000), wave(120, 45_000), wave(30)];
    // 15 s a round, 7.5 s between two waves.
    expect(left(waves, 50_000)).toBe(3 * 15_000 + 7_500 + 15_000 - 5_000);
  });

  it('is unknown once it takes longer', () => {
    const waves = [wave(1, 0, 10_000), wave(9, 10_000)];
    expect(left(waves, 19_000)).toBe(1_000);
    expect(left(waves, 21_000)).toBeUndefined();
    expect(left([wave(1, 0, 10_000)], 10_000)).toBeUndefined();
  });
});

it('what is left of hosts is known when as many are done as are contacted at once', () => {
  const of = (done: number) => leftOfHosts({ done, total: 200, forks: 50, elapsed: 60_000 });
  expect([49, 50, 100, 200].map(of)).toEqual([undefined, 180_000, 60_000, undefined]);
});

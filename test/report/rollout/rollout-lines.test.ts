import { expect, it } from 'vitest';
import { plannedLines, rolloutLines } from '../../../src/report/rollout/rollout-lines.ts';
import type { WaveRecord } from '../../../src/report/rollout/rollouts.ts';
import { outcome } from '../outcomes.ts';

const host = (number: number) => `hv${String(number).padStart(4, '0')}`;
const TIME = '2026-11-28T12:00:00.000Z';

/** 2,000 hosts in 40 waves, of which so many have ended. */
const waves = (done: number) =>
  Array.from(
    { length: 40 },
    (_, wave): WaveRecord => ({
      hosts: Array.from({ length: 50 }, (_, index) => host(wave * 50 + index + 1)),
      what: `batch ${wave + 1} of 40`,
      failed: [],
      gates: [],
      ...(wave < done && { started: TIME, ended: TIME }),
    }),
  );

it('many waves that say the same share a line', () => {
  expect(
    plannedLines({ play: 'Networks', waves: waves(0), terms: ['verify: 2 tasks', 'max_fail: 2'] }, 80),
  ).toEqual([
    'ROLLOUT "Networks": 40 waves',
    '  waves 1 to 40: 50 hosts each',
    '  with verify: 2 tasks, max_fail: 2',
  ]);
  const outcomes = [outcome(host(7), { status: 'changed' })];
  const all = waves(15).map((wave, index) =>
    index === 14 ? { ...wave, failed: [host(701), host(702)] } : wave,
  );
  const stopped = { wave: 15, why: 'Play "Networks" failed on 2 of its 2000 hosts, more than it allows.' };
  expect(rolloutLines({ play: 'Networks', waves: all, stopped }, outcomes, 80)).toEqual([
    'Rollout of "Networks": stopped after batch 15 of 40. Play "Networks" failed on 2',
    'of its 2000 hosts, more than it allows.',
    '  waves 1 to 14: 700 hosts',
    '  batch 15 of 40: 2 of 50 hosts failed: hv0701, hv0702',
    '  waves 16 to 40: 1250 hosts not started',
  ]);
});

it('a rollout that came to its end has one line', () => {
  const outcomes = [outcome(host(7), { status: 'changed' })];
  expect(rolloutLines({ play: 'Networks', waves: waves(40) }, outcomes, 80)).toEqual([
    'Rollout of "Networks": all 40 waves done.',
  ]);
});

it('one that was interrupted says in which wave', () => {
  const [first, second, ...others] = waves(1);
  if (!first || !second) throw new Error('no waves');
  const rollout = { play: 'Networks', waves: [first, { ...second, started: TIME }, ...others] };
  expect(rolloutLines(rollout, [], 80)).toEqual([
    'Rollout of "Networks":',
    '  batch 1 of 40: 50 hosts',
    '  batch 2 of 40: 50 hosts; not ended',
    '  waves 3 to 40: 1900 hosts not started',
  ]);
});

it('why no wave follows is said once', () => {
  const [first, ...others] = waves(1);
  if (!first) throw new Error('no waves');
  const gate = {
    gate: 'pause' as const,
    started: TIME,
    ended: TIME,
    passed: false,
    message: 'The answer was no.',
  };
  const stopped = { wave: 1, why: 'The answer was no. Batch 2 of 40 does not begin.' };
  const rollout = { play: 'Networks', waves: [{ ...first, gates: [gate] }, ...others], stopped };
  expect(rolloutLines(rollout, [], 200)).toEqual([
    'Rollout of "Networks": stopped after batch 1 of 40. The answer was no. Batch 2 of 40 does not begin.',
    '  batch 1 of 40: 50 hosts; gate failed: pause',
    '  waves 2 to 40: 1950 hosts not started',
  ]);
});

import { expect, it } from 'vitest';
import { continued, passedBy, savedOf } from '../../src/plan/rollout.ts';

const WAVES = [
  { hosts: ['a'], what: 'canary' },
  { hosts: ['b'], what: '5 %' },
  { hosts: ['c', 'd'], what: 'rest' },
];

it.each([
  [[], WAVES],
  [
    ['canary'],
    [
      { hosts: ['a', 'b'], what: '5 %' },
      { hosts: ['c', 'd'], what: 'rest' },
    ],
  ],
  [['canary', '5 %'], [{ hosts: ['a', 'b', 'c', 'd'], what: 'rest' }]],
  [['canary', '5 %', 'rest'], [{ hosts: ['a', 'b', 'c', 'd'], what: 'rest' }]],
  [['batch 1 of 3'], WAVES],
])('waves that an earlier run has behind it come not again: %j', (passed, waves) => {
  expect(continued(WAVES, passed)).toEqual(waves);
});

it('of plays with one name nobody knows which has waves behind it', () => {
  const passed = new Map([
    ['all', ['canary']],
    ['Networks', ['canary', '5 %']],
  ]);
  expect(passedBy(passed, ['all', 'Networks', 'all'])).toEqual(new Map([['Networks', ['canary', '5 %']]]));
  expect(passedBy(passed, ['all', 'Networks'])).toEqual(passed);
});

it('each of several plays with one name has the waves that were saved of it', () => {
  const [first, second] = [[{ hosts: ['a'], what: 'canary' }], [{ hosts: ['b'], what: 'canary' }]] as const;
  const saved = [first, second].map((waves) => ({ play: 'all', waves }));
  const names = ['all', 'other', 'all'];
  expect(names.map((_, index) => savedOf(saved, names, index))).toEqual([first, undefined, second]);
  // One that had nothing to do has no waves.
  expect(savedOf(saved.slice(1), names, 2)).toEqual(second);
});

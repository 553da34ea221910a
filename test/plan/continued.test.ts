import { expect, it } from 'vitest';
import { continued } from '../../src/plan/rollout.ts';

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

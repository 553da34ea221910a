import { expect, it } from 'vitest';
import { pause } from '../../src/modules/pause.ts';
import { trial } from './trial.ts';

it('sleeps on the host, which counts as nothing', () => {
  const { plan, steps } = trial(pause, { minutes: 1, seconds: 5 }, {});
  expect(steps).toEqual([{ do: 'run', argv: ['sleep', '65'], seconds: 65 }]);
  expect(plan.changes).toMatchObject([{ bookkeeping: true, proof: 'opaque' }]);
});

it('may be of no length, as a variable can say', () => {
  expect(trial(pause, { seconds: 0 }, {}).steps).toEqual([{ do: 'run', argv: ['sleep', '0'], seconds: 0 }]);
});

it.each([{}, { seconds: -1 }, { seconds: '5' }, { prompt: 'Go on?' }])('refuses %j', (args) => {
  expect(pause.args.safeParse(args).success).toBe(false);
});

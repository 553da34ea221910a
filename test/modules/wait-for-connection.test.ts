import { expect, it } from 'vitest';
import { waitForConnection } from '../../src/modules/wait-for-connection.ts';
import { trial } from './trial.ts';

it('opens a new connection, which counts as nothing', () => {
  const { plan, steps } = trial(waitForConnection, { delay: 2, timeout: 30 }, {});
  expect(steps).toMatchObject([{ do: 'reconnect', delay: 2, seconds: 30 }]);
  expect(plan.changes).toMatchObject([{ bookkeeping: true, proof: 'opaque' }]);
});

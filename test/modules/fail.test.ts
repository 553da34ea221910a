import { expect, it } from 'vitest';
import { fail } from '../../src/modules/fail.ts';
import { trial } from './trial.ts';

it('fails with what is said, and changes nothing', () => {
  expect(trial(fail, { msg: 'no uplink' }, {}).plan).toEqual({ changes: [], failure: 'no uplink' });
  expect(trial(fail, {}, {}).plan.failure).toBe('The playbook stops here.');
});

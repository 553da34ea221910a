import { describe, expect, it } from 'vitest';
import { assert } from '../../src/modules/assert.ts';
import { debug } from '../../src/modules/debug.ts';
import { trial } from './trial.ts';

describe('assert', () => {
  it('is silent while everything holds', () => {
    expect(trial(assert, { that: [true, true] }, {}).plan).toEqual({ changes: [] });
  });

  it('fails with what the playbook says, or with which condition', () => {
    expect(trial(assert, { that: [true, false], msg: 'no' }, {}).plan.failure).toBe('no');
    expect(trial(assert, { that: [true, false] }, {}).plan.failure).toBe(
      'Condition 2 does not hold; there are 2.',
    );
    expect(trial(assert, { that: [false, true, false] }, {}).plan.failure).toBe(
      'Conditions 1, 3 do not hold; there are 3.',
    );
  });

  it.each([['x > 1'], [1], [null], []])('refuses %j, which is no condition', (...that) => {
    const { error } = assert.args.safeParse({ that });
    expect(error?.issues).toHaveLength(1);
  });
});

describe('debug', () => {
  it('shows texts as they are and values as JSON', () => {
    const shown = (msg: unknown) => trial(debug, { msg }, {}).plan;
    expect(shown('a "b"')).toEqual({ changes: [], message: 'a "b"' });
    expect(shown({ a: [1] }).message).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(shown(null).message).toBe('null');
  });
});

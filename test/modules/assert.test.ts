import { describe, expect, it } from 'vitest';
import { assert } from '../../src/modules/assert.ts';
import { debug } from '../../src/modules/debug.ts';
import { trial } from './trial.ts';

describe('assert', () => {
  it('is silent while everything holds', () => {
    expect(trial(assert, { that: [true, true] }, {}).plan).toEqual({ changes: [] });
    expect(trial(assert, { that: true, success_msg: 'fine' }, {}).plan.message).toBe('fine');
  });

  it('fails with what the playbook says, or with which condition', () => {
    expect(trial(assert, { that: [true, false], fail_msg: 'no' }, {}).plan.failure).toBe('no');
    expect(trial(assert, { that: [true, false] }, {}).plan.failure).toBe(
      'Condition 2 does not hold; there are 2.',
    );
    expect(trial(assert, { that: [false, true, false] }, {}).plan.failure).toBe(
      'Conditions 1, 3 do not hold; there are 3.',
    );
  });

  it.each([
    ['x > 1', true],
    ['', false],
    [1, true],
    [0, false],
    [null, false],
    [{}, false],
    [[{ a: 1 }], true],
  ])('takes %j as Ansible does', (that, holds) => {
    const { that: conditions } = assert.args.parse({ that });
    expect(conditions).toEqual([holds]);
  });
});

describe('debug', () => {
  it('shows texts as they are and values as JSON', () => {
    const shown = (msg: unknown) => trial(debug, { msg }, {}).plan;
    expect(shown('a "b"')).toEqual({ changes: [], message: 'a "b"' });
    expect(shown({ a: [1] }).message).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(shown(null).message).toBe('null');
    expect(trial(debug, { var: 5 }, {}).plan.message).toBe('5');
  });

  it('shows one of both', () => {
    expect(trial(debug, {}, {}).complaints).toEqual(['']);
    expect(trial(debug, { msg: 1, var: 2 }, {}).complaints).toEqual(['']);
  });
});

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
    const place = { file: 'p.yaml', line: 3, column: 9 };
    const failure = (that: boolean[]) => {
      const placeOf = (at: readonly unknown[]) => ({ ...place, line: 3 + Number(at[1]) });
      const desired = assert.prepare?.(assert.args.parse({ that }), { placeOf } as never);
      return desired && assert.plan(desired, {}).failure;
    };
    expect(failure([true, false])).toBe('This condition does not hold:\np.yaml:4:9');
    expect(failure([false, true, false])).toBe('These conditions do not hold:\np.yaml:3:9\np.yaml:5:9');
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

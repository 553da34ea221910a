import { expect, test } from 'vitest';
import { recap, type Status } from '../../src/plan/outcome.ts';
import { type Ending, exitCode } from '../../src/report/exit-code.ts';
import { outcome } from './outcomes.ts';

const RUN: Ending = { mode: 'apply', exitCode: false };
const CHECK: Ending = { mode: 'check', exitCode: false };
const TELLING: Ending = { mode: 'check', exitCode: true };
const DRIFT: Ending = { mode: 'drift', exitCode: false };

test.each<[string, Ending, Status[], number]>([
  ['nothing ran', RUN, [], 0],
  ['nothing differs', TELLING, ['ok', 'skipped'], 0],
  ['everything was changed', RUN, ['ok', 'changed'], 0],
  ['a check finds differences', CHECK, ['would-change'], 0],
  ['a check that tells finds differences', TELLING, ['would-change'], 3],
  ['drift', DRIFT, ['would-change'], 3],
  ['failed', RUN, ['failed'], 2],
  ['blocked', CHECK, ['blocked'], 2],
  ['reverted', RUN, ['reverted'], 2],
  ['not converged', RUN, ['not-converged'], 2],
  ['unreachable', RUN, ['changed', 'unreachable'], 4],
  ['lost in the middle of a write', RUN, ['lost'], 2],
  ['what did not start is told by what kept it from starting', RUN, ['unreachable', 'not-started'], 4],
  ['run: failed before unreachable', RUN, ['unreachable', 'failed'], 2],
  ['run: unreachable before differences', TELLING, ['would-change', 'unreachable'], 4],
  ['drift: differences before unreachable', DRIFT, ['unreachable', 'would-change'], 3],
  ['drift: failed before differences', DRIFT, ['would-change', 'blocked'], 2],
  ['drift: only unreachable', DRIFT, ['ok', 'unreachable'], 4],
])('%s', (_, verb, statuses, code) => {
  expect(
    exitCode(
      statuses.map((status) => outcome('hv01', { status })),
      verb,
    ),
  ).toBe(code);
});

test('an ignored failure counts for nothing', () => {
  expect(exitCode([outcome('hv01', { status: 'failed', ignored: true })], RUN)).toBe(0);
});

test('a host that is lost in the middle of a write is no failure to ignore', () => {
  const lost = outcome('hv01', { status: 'lost', ignored: true });
  expect(exitCode([lost], RUN)).toBe(2);
  expect(recap([lost])).toMatchObject({ ok: 0, failed: 1 });
});

test('an interruption is told whatever else happened', () => {
  expect(exitCode([outcome('hv01', { status: 'failed' })], { ...RUN, interrupted: true })).toBe(130);
});

test('a gate that did not pass counts as a failure, also where no host failed', () => {
  const outcomes = [outcome('hv01', { status: 'changed' }), outcome('hv02', { status: 'not-started' })];
  expect(exitCode(outcomes, { ...RUN, gateFailed: true })).toBe(2);
});

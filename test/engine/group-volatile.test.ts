import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Change, predict } from '../../src/plan/change.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Probe } from '../../src/plan/probe.ts';
import type { Step } from '../../src/plan/step.ts';
import { localHost } from './local-host.ts';
import { make, play, said } from './play-group.ts';
import { writes } from './task.ts';

it('two tasks that rest on nothing but what changes by itself are one script', async () => {
  const host = localHost();
  const volatile: Probe<boolean> = {
    key: 'chains',
    ask: { kind: 'script', script: '[ -e "$1" ]', args: [join(host.folder, 'chains')] },
    volatile: true,
    parse: ([answer]) => answer?.status === 0,
  };
  const starts = make({
    ...writes,
    observe: (desired: never) => ({ ...writes.observe(desired), volatile }),
    plan: (desired: never, current: never) => {
      const { changes } = writes.plan(desired, current) as Plan;
      const path = join(host.folder, 'chains');
      const made: Step = { do: 'write', path, content: '', mode: '0644' };
      if ((current as { volatile: boolean }).volatile) return { changes };
      const first = (change: Change): Change => ({
        ...change,
        steps: [made, ...change.steps],
        predictions: [...change.predictions, predict(volatile, true)],
      });
      return { changes: changes.map(first) };
    },
  } as typeof writes);
  const played = await play([starts(host, 'one'), starts(host, 'two')], host);
  expect(played.said).toEqual(['one changed', 'two changed']);
  expect([played.scripts, ...said(host, 'one', 'two', 'chains')]).toEqual([1, 'of one', 'of two', '']);
});

import { expect, it } from 'vitest';
import { hurried } from '../../../src/engine/rollout/hurried.ts';
import type { Walker } from '../../../src/engine/walk/play-loop.ts';
import { command } from '../../../src/modules/command.ts';
import type { AnyModule } from '../../../src/modules/module.ts';
import { waitFor } from '../../../src/modules/wait-for.ts';
import type { ResolvedTask } from '../../../src/playbook/resolve/resolved-play.ts';
import { task } from '../task.ts';

/** The longest step of a task, in seconds. */
function longest({ definition, desired }: ResolvedTask): number {
  const { changes } = definition.plan(desired, { holds: false } as never);
  return Math.max(
    ...changes.flatMap(({ steps }) => steps.map((step) => ('seconds' in step ? (step.seconds ?? 0) : 0))),
  );
}

it('a command is given less time, what says itself how long it waits is not, and all stay the tasks that they are', async () => {
  const long = task(command as AnyModule, command.args.parse({ argv: ['sleep', '9999'] }), { name: 'long' });
  const waiting = waitFor.args.parse({ port: 53, timeout: 1200 });
  const waits = task(waitFor as AnyModule, waiting, { name: 'waits' });
  const given: ResolvedTask[][] = [];
  const walker = hurried(
    {
      execute: async (one: ResolvedTask, behind: readonly ResolvedTask[]) => {
        given.push([one, ...behind]);
        return 'interrupted';
      },
      ahead: (one: ResolvedTask) => (one.name === 'long' && given.flat().includes(one) ? 'done' : undefined),
    } as unknown as Walker,
    600,
  );
  await walker.execute(waits, [long]);
  expect(longest(long)).toBe(3600);
  expect(given.flat().map((one) => [one.name, longest(one) <= 600])).toEqual([
    ['waits', false],
    ['long', true],
  ]);
  expect([walker.ahead?.(long), walker.ahead?.(waits)]).toEqual(['done', undefined]);
});

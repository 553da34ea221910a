import { expect, it } from 'vitest';
import { judgeTried } from '../../src/engine/plan-task.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { fileAt } from '../../src/host/files.ts';
import type { Trial } from '../../src/plan/plan.ts';
import type { Probe } from '../../src/plan/probe.ts';
import { fileModule, task } from './task.ts';

const trial: Probe<Trial> = {
  key: 'trial',
  ask: { kind: 'script', script: 'true', args: [] },
  parse: () => ({ warnings: [] }),
};
const tries = task(
  fileModule(() => [], {}, { trial }),
  { path: '/f', content: 'x' },
);

/** What comes of a task on a host that says this of what it has to try, and how often it is asked, in two rounds. */
async function says(value: Trial) {
  const current = new Observations();
  current.predict(fileAt('/f'), { kind: 'absent' });
  let asked = 0;
  const round = () =>
    judgeTried(tries, current, async ([probe]) => {
      asked += 1;
      if (probe) current.predict(probe, value);
    });
  const judgement = await round();
  await round();
  return { judgement, asked };
}

it('what the host refuses to take makes the task fail, and it is asked once', async () => {
  expect(await says({ warnings: [], refusal: 'It does not fit.' })).toMatchObject({
    judgement: { kind: 'failed', message: 'It does not fit.' },
    asked: 1,
  });
});

it('what only a guarded task may do makes another one fail, but not where earlier tasks are only predicted', async () => {
  const known = { kind: 'absent' } as const;
  const judgedOn = async (guard: boolean, isRead: boolean) => {
    const current = new Observations();
    const raw = isRead ? { answers: [], stream: [] } : undefined;
    for (const probe of Object.values(tries.definition.observe(tries.desired)))
      current.takeFrom(new Observations([[probe.key, { probe, value: known, raw }]]), [probe]);
    const value = { warnings: [], unguarded: 'It would apply more.' };
    const guarded = { ...tries, guard: { ...tries.guard, always: guard } };
    return (await judgeTried(guarded, current, async ([probe]) => current.predict(probe as Probe, value)))
      .kind;
  };
  expect(await judgedOn(false, true)).toBe('failed');
  expect(await judgedOn(false, false)).toBe('change');
  expect(await judgedOn(true, true)).toBe('change');
});

it('what the host warns of is shown', async () => {
  expect(await says({ warnings: ['It is old.'] })).toMatchObject({
    judgement: { kind: 'change', plan: { warnings: ['It is old.'] } },
    asked: 1,
  });
});

it('where nothing changes nothing is tried', async () => {
  const current = new Observations();
  const file = { kind: 'file' as const, mode: '0644', owner: 'root', group: 'root', content: 'x' };
  current.predict(fileAt('/f'), file);
  const asked = () => Promise.reject(new Error('asked'));
  expect(await judgeTried(tries, current, asked)).toMatchObject({ kind: 'ok' });
});

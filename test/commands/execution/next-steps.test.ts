import { expect, it } from 'vitest';
import { nextSteps } from '../../../src/commands/execution/next-steps.ts';
import { withoutValues } from '../../../src/commands/request/shown-vars.ts';
import type { Recorder } from '../../../src/history/recorder.ts';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import { runReport } from '../../report/files/reports.ts';
import { outcome } from '../../report/outcomes.ts';

const KEPT: Pick<Recorder, 'ask'> = { ask: async (question) => question({} as never, 12) };
const commands = {
  again: (limit?: string) => ['run', "it's.yaml", ...(limit === undefined ? [] : ['-l', limit])],
  takeBack: (run: number) => ['rollback', String(run), '-i', 'inventory'],
};

async function steps(
  tasks: readonly TaskRecord[],
  more: { history?: string; mode?: 'check' | 'drift' } = {},
) {
  const record = { ...runReport().record, tasks, mode: more.mode ?? ('apply' as const) };
  return nextSteps(record, { commands, history: more.history }, more.history === 'none' ? undefined : KEPT);
}

const failed = (host: string) => outcome(host, { status: 'failed', message: 'no' });

it('hosts that are not done are named in a command that can be copied', async () => {
  const open = [outcome('hv01'), failed('hv02'), outcome('hv03', { status: 'not-started' })];
  expect(await steps(open)).toEqual([
    {
      why: 'Once it is mended, on the hosts that are not done',
      command: `virtfleet run 'it'\\''s.yaml' -l hv02,hv03`,
    },
    { why: 'To see this run again', command: 'virtfleet history show 12' },
  ]);
});

it('many hosts and odd names are not, and what is kept elsewhere is found there', async () => {
  const many = Array.from({ length: 21 }, (_, index) => failed(`hv${index}`));
  const shown = async (...of: Parameters<typeof steps>) => (await steps(...of)).map(({ command }) => command);
  expect(await shown(many, { history: '/my runs.db' })).toEqual([
    `virtfleet run 'it'\\''s.yaml'`,
    `virtfleet history show 12 --history '/my runs.db'`,
  ]);
  expect(await shown([failed('2001:db8::1')], { history: 'none' })).toEqual([
    `virtfleet run 'it'\\''s.yaml'`,
  ]);
});

it('a run that did all, and one that only reads, need none', async () => {
  expect(await steps([outcome('hv01', { status: 'changed' })])).toEqual([]);
  expect(await steps([failed('hv01')], { mode: 'check' })).toEqual([]);
  expect(await steps([failed('hv01')], { mode: 'drift' })).toEqual([]);
});

it('what was written can be brought back', async () => {
  const [, takeBack] = await steps([outcome('hv01', { status: 'changed' }), failed('hv02')]);
  expect(takeBack).toEqual({
    why: 'To bring back what was there before',
    command: 'virtfleet rollback 12 -i inventory',
  });
});

it('what is kept is gone on with', async () => {
  const record = { ...runReport().record, tasks: [failed('hv02')] };
  const resume = (run: number) => ['run', '--resume', String(run)];
  const shown = async (recorder: typeof KEPT | undefined) =>
    (await nextSteps(record, { commands: { ...commands, resume }, history: undefined }, recorder))[0]
      ?.command;
  expect(await shown(KEPT)).toBe('virtfleet run --resume 12');
  expect(await shown(undefined)).toBe(`virtfleet run 'it'\\''s.yaml' -l hv02`);
});

it('values of variables are left out of a command, unless they are in a file', () => {
  expect(withoutValues(['token=hunter2', '@vars.yaml', '{ "a": 1, "b": 2 }'])).toEqual([
    'token=…',
    '@vars.yaml',
    'a=…',
    'b=…',
  ]);
});

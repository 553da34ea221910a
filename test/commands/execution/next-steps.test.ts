import { expect, it } from 'vitest';
import { nextSteps } from '../../../src/commands/execution/next-steps.ts';
import type { Recorder } from '../../../src/history/recorder.ts';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import { runReport } from '../../report/files/reports.ts';
import { outcome } from '../../report/outcomes.ts';

const KEPT: Pick<Recorder, 'ask'> = { ask: async (question) => question({} as never, 12) };
const again = (limit?: string) => ['run', "it's.yaml", ...(limit === undefined ? [] : ['-l', limit])];

async function steps(
  tasks: readonly TaskRecord[],
  more: { history?: string; mode?: 'check' | 'drift' } = {},
) {
  const record = { ...runReport().record, tasks, mode: more.mode ?? ('apply' as const) };
  return nextSteps(record, { again, history: more.history }, more.history === 'none' ? undefined : KEPT);
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
  const commands = async (...of: Parameters<typeof steps>) =>
    (await steps(...of)).map(({ command }) => command);
  expect(await commands(many, { history: '/my runs.db' })).toEqual([
    `virtfleet run 'it'\\''s.yaml'`,
    `virtfleet history show 12 --history '/my runs.db'`,
  ]);
  expect(await commands([failed('2001:db8::1')], { history: 'none' })).toEqual([
    `virtfleet run 'it'\\''s.yaml'`,
  ]);
});

it('a run that did all, and one that only reads, need none', async () => {
  expect(await steps([outcome('hv01', { status: 'changed' })])).toEqual([]);
  expect(await steps([failed('hv01')], { mode: 'check' })).toEqual([]);
  expect(await steps([failed('hv01')], { mode: 'drift' })).toEqual([]);
});

import { expect, it } from 'vitest';
import { keptRun } from '../../src/history/questions/kept-run.ts';
import { passedWaves } from '../../src/history/questions/resumable.ts';
import { runSummary } from '../../src/history/questions/runs.ts';
import { runJsonOf, writeRun } from '../../src/history/screens/run-page.ts';
import type { Happening } from '../../src/plan/run-event.ts';
import { change, outcome } from '../report/outcomes.ts';
import { newPlace, opened } from './kept.ts';
import { keep } from './told.ts';

const play = 'Networks';
const WAVES: Happening[] = [
  {
    type: 'rollout-planned',
    play,
    waves: [
      { hosts: ['hv07'], what: 'canary' },
      { hosts: ['hv01', 'hv02'], what: '5 %' },
      { hosts: ['hv03'], what: 'rest' },
    ],
  },
  { type: 'wave-started', play, wave: 1, hosts: ['hv07'] },
  { type: 'wave-ended', play, wave: 1, failed: [] },
  { type: 'gate-started', play, wave: 1, gate: 'soak', until: '2026-11-28T12:05:00.000Z' },
  { type: 'gate-ended', play, wave: 1, gate: 'soak', passed: true },
  { type: 'wave-started', play, wave: 2, hosts: ['hv01', 'hv02'] },
  { type: 'wave-ended', play, wave: 2, failed: ['hv02'] },
  { type: 'rollout-stopped', play, wave: 2, why: 'hv02 failed' },
];

it('it is kept how far the waves of a run have come, and which are behind it', async () => {
  const place = newPlace();
  const told = { id: 'a', time: '2026-11-28T12:00:00.000Z', hosts: ['hv01'], records: [], waves: WAVES };
  expect(await keep(place, told)).toEqual([]);
  const history = await opened(place);
  const rows = await history.selectFrom('waves').selectAll().orderBy('wave').execute();
  expect(
    rows.map(({ what, hosts, failed, state, message }) => [what, hosts, failed, state, message]),
  ).toEqual([
    ['canary', '["hv07"]', '[]', 'ended', null],
    ['5 %', '["hv01","hv02"]', '["hv02"]', 'stopped', 'hv02 failed'],
    ['rest', '["hv03"]', '[]', 'waiting', null],
  ]);
  expect(await passedWaves(history, 1)).toEqual(new Map([[play, ['canary']]]));
});

it('history show prints how the rollout went, and its document has it', async () => {
  const place = newPlace();
  const records = ['hv07', 'hv01'].map((host) =>
    outcome(host, { status: 'changed', changes: [change('mtu')] }),
  );
  records.push(outcome('hv02', { status: 'failed', message: 'no such bridge' }));
  records.push(outcome('hv03', { status: 'not-started', message: 'hv02 failed' }));
  const hosts = ['hv01', 'hv02', 'hv03', 'hv07'];
  await keep(place, { id: 'a', time: '2026-11-28T12:00:00.000Z', hosts, records, waves: WAVES, exitCode: 2 });
  const history = await opened(place);
  const kept = await keptRun(history, await runSummary(history, 1));
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  writeRun(kept, { write, color: false, width: 100, verbose: false, diff: false, expand: false });
  expect(text).toContain('Wave 1 of 3 (canary)\n\nTASK [network lab]\nchanged: [hv07]\n');
  expect(text).toContain(
    `Rollout of "Networks": stopped after wave 2 of 3 (5 %). hv02 failed
  canary: 1 host; 1 changed
  5 %: 1 of 2 hosts failed: hv02; 1 changed
  rest: 1 host not started
`,
  );
  const { rollouts } = JSON.parse(runJsonOf(kept, false));
  const times = { started: '2026-11-28T12:00:01.000Z', ended: '2026-11-28T12:00:02.000Z' };
  expect(rollouts).toEqual([
    {
      play,
      waves: [
        { what: 'canary', hosts: ['hv07'], failed: [], gates: [], ...times },
        { what: '5 %', hosts: ['hv01', 'hv02'], failed: ['hv02'], gates: [], ...times },
        { what: 'rest', hosts: ['hv03'], failed: [], gates: [] },
      ],
      stopped: { wave: 2, why: 'hv02 failed' },
    },
  ]);
});

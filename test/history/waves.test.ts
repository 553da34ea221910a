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

it('of a later play with the same name no wave is behind it that an earlier one had', async () => {
  const place = newPlace();
  const waves: Happening[] = [
    ...WAVES.slice(0, -1),
    { type: 'wave-started', play, wave: 3, hosts: ['hv03'] },
    { type: 'wave-ended', play, wave: 3, failed: [] },
    {
      type: 'rollout-planned',
      play,
      waves: [
        { hosts: ['hv01'], what: 'canary' },
        { hosts: ['hv02'], what: 'rest' },
      ],
    },
    { type: 'wave-started', play, wave: 1, hosts: ['hv01'] },
    { type: 'wave-ended', play, wave: 1, failed: ['hv01'] },
    { type: 'rollout-stopped', play, wave: 1, why: 'hv01 failed' },
  ];
  await keep(place, { id: 'a', time: '2026-11-28T12:00:00.000Z', hosts: ['hv01'], records: [], waves });
  const history = await opened(place);
  expect(await passedWaves(history, 1)).toEqual(new Map());
});

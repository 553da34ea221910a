import { expect, it } from 'vitest';
import type { Gate } from '../../../src/plan/rollout.ts';
import type { Happening } from '../../../src/plan/run-event.ts';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import { stateListener } from '../../../src/report/live/state-lines.ts';
import { clock } from '../../../src/report/when.ts';
import { outcome } from '../outcomes.ts';
import { canary, happened, type Moment, namesOf, planned, story, time } from './story.ts';

function said(moments: readonly Moment[]): string {
  let text = '';
  const tell = stateListener((line) => {
    text += line;
  });
  for (const moment of moments) tell(happened(moment));
  return text;
}

it('each change of state of a rollout is a line', () => {
  const hosts = namesOf(60);
  const [plan, first, soak, next, later, last] = [3_000, 8_000, 308_000, 308_000, 320_000, 325_000].map(
    (at) => clock(time(at)),
  );
  expect(said(story(hosts))).toBe(
    `${plan} Networks: 3 waves of 60 hosts
${plan} Networks: wave 1 of 3 (canary) begins: hv01
${first} Networks: wave 1 of 3 (canary) ended: 1 host, 1 changed
${first} Networks: gate: soak until ${soak}
${next} Networks: gates passed: soak
${next} Networks: wave 2 of 3 (5 %) begins: hv[02:04]
${later} Networks: wave 2 of 3 (5 %) ended: 3 hosts, 1 unreachable
${last} Networks: gate failed: verify: no answer
${last} Networks: stopped after wave 2 of 3 (5 %): The gate "verify" failed.
`,
  );
});

const wave = { play: 'Networks', wave: 1 };
const gate = (gate: Gate, more: object): Moment[] => [
  [9_000, { type: 'gate-started', ...wave, gate }],
  [9_000, { type: 'gate-ended', ...wave, gate, passed: true, ...more } as Happening],
];

it('gates that all hosts passed share a line; what an interruption ended has not failed', () => {
  const hosts = namesOf(60);
  const before = [...planned(hosts), ...canary(hosts).filter(([, { type }]) => !type.startsWith('gate-'))];
  const lines = said([
    ...before,
    ...gate('drift', {}),
    ...gate('guests', {}),
    ...gate('verify', { message: 'hv01: no answer' }),
    ...gate('drift', {}),
    ...gate('soak', { passed: false, interrupted: true, message: 'The run was interrupted before it.' }),
  ]);
  expect(lines.slice(said(before).length)).toBe(
    ['gates passed: drift check, guests', 'gate passed by the other hosts: verify: hv01: no answer']
      .concat(['gates passed: drift check', 'gate interrupted: soak'])
      .map((line) => `${clock(time(9_000))} Networks: ${line}\n`)
      .join(''),
  );
});

it('a wave counts what became of its hosts in it, as the end of the run does', () => {
  const task = (host: string, status: TaskRecord['status']): Moment => [
    9_000,
    { type: 'task-ended', record: outcome(host, { status }) },
  ];
  const hosts = ['hv01', 'hv02', 'hv03'];
  const lines = said([
    // Of an earlier play.
    task('hv03', 'changed'),
    [9_000, { type: 'rollout-planned', play: 'Networks', waves: [{ what: 'all', hosts }] }],
    [9_000, { type: 'wave-started', ...wave, hosts }],
    task('hv01', 'changed'),
    task('hv02', 'changed'),
    task('hv02', 'failed'),
    task('hv03', 'ok'),
    task('hv04', 'failed'),
    [9_000, { type: 'wave-ended', ...wave, failed: ['hv02'] }],
  ]);
  expect(lines).toMatch(/ended: 3 hosts, 2 changed, 1 failed\n$/);
});

it('a run without waves has none', () => {
  const hosts = namesOf(60);
  const calm = planned(hosts).filter(([, { type }]) => type !== 'rollout-planned');
  expect(said([...calm, ...canary(hosts).filter(([, { type }]) => /^(task|host)-/.test(type))])).toBe('');
});

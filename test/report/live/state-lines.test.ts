import { expect, it } from 'vitest';
import { stateListener } from '../../../src/report/live/state-lines.ts';
import { clock } from '../../../src/report/when.ts';
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
${soak} Networks: gate passed: soak
${next} Networks: wave 2 of 3 (5 %) begins: hv[02:04]
${later} Networks: wave 2 of 3 (5 %) ended: 3 hosts, 1 unreachable
${later} Networks: gate: verify
${last} Networks: gate failed: verify: no answer
${last} Networks: stopped after wave 2 of 3 (5 %): The gate "verify" failed.
`,
  );
});

it('a run without waves has none', () => {
  const hosts = namesOf(60);
  const calm = planned(hosts).filter(([, { type }]) => type !== 'rollout-planned');
  expect(said([...calm, ...canary(hosts).filter(([, { type }]) => /^(task|host)-/.test(type))])).toBe('');
});

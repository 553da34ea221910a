import { expect, it } from 'vitest';
import { summary } from '../../../src/report/files/summary.ts';
import { outcome } from '../outcomes.ts';
import { driftReport, HOSTILE, runReport } from './reports.ts';

it('a run has how it ended, how its waves went, what guests were without and what to do next', () => {
  const { record } = runReport();
  const downtimes = ['web', 'db'].map((guest, at) => ({
    guest,
    interface: `vnet${at}`,
    mac: '',
    ms: 500 + at,
  }));
  const [began, ended] = [record.started, record.ended];
  const rollouts = [
    {
      play: 'Networks',
      stopped: { wave: 1, why: 'The canary failed.' },
      waves: [
        { hosts: ['hv02'], what: 'canary', started: began, ended, failed: ['hv02'], gates: [] },
        { hosts: ['hv03'], what: 'rest', failed: [], gates: [] },
      ],
    },
  ];
  const tasks = [outcome('hv01', { status: 'changed', downtimes }), ...record.tasks.slice(1)];
  const next = [{ why: 'To see this run again', command: 'virtfleet history show 12' }];
  expect(summary(runReport('apply', { record: { ...record, tasks, rollouts }, next }))).toBe(
    `### Virtfleet run: 1 of 2 hosts failed, 1 of 2 hosts changed

\`playbooks/site.yaml\` at commit \`43e0dedc9d8d\` with changes, inventory \`inventory\`, 2026-11-28T12:00:00Z, 7.5 s, run \`7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11\`

\`\`\`text
2 guests were without their bridge for 0.5 s at the median, 0.5 s at most: hv01/db.
Rollout of "Networks": stopped after wave 1 of 2 (canary). The canary failed.
  canary: 1 of 1 host failed: hv02
  rest: 1 host not started
1 of 2 hosts failed:
  hv02 (failed): Lab network, playbooks/site.yaml:4:7; 1 task not started
    no such bridge: br7
\`\`\`

\`\`\`text
To see this run again:
    virtfleet history show 12
\`\`\`
`,
  );
});

it('a drift check has how many hosts are in step', () => {
  const [, , , ...lines] = summary(driftReport()).split('\n');
  expect(lines.join('\n')).toBe(`
\`\`\`text
1 of 3 hosts could not be checked:
  hv02 (unreachable): connect
    No route.
2 of 3 hosts differ: 1 drifted and pending, 1 unmanaged, 1 waived, all new. In step: 0 hosts, 0
resources.
\`\`\`
`);
});

it('a run that did all has its headline only', () => {
  const { record } = runReport();
  const report = runReport('apply', { record: { ...record, tasks: [outcome('hv01')] }, exitCode: 0 });
  expect(summary(report).split('\n').filter(Boolean)).toHaveLength(2);
});

it.each(HOSTILE)('text of a host is only text: %s', (_, text) => {
  const lines = summary(driftReport({}, () => text)).split('\n');
  const fence = lines.findIndex((line) => line.endsWith('text') && line.startsWith('```'));
  const close = lines[fence]?.replace('text', '');
  expect(lines.slice(fence + 1).filter((line) => line === close)).toHaveLength(1);
  expect(lines.at(-2)).toBe(close);
});

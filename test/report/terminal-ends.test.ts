import { expect, test } from 'vitest';
import { change, outcome } from './outcomes.ts';
import { report } from './terminal-case.ts';

test('hosts that failed come last, folded by how they ended, each with its reason', () => {
  const outcomes = [10, 9, 11, 8].map((number) => outcome(`hv${number}`, { status: 'failed', message: 'x' }));
  const behind = outcomes.map(({ host }) =>
    outcome(host, { task: 'later', status: 'not-started', message: 'y' }),
  );
  const all = [
    outcome('hv02', {
      task: 'other',
      place: { file: 'site.yaml', line: 4, column: 7 },
      status: 'unreachable',
      message: 'refused',
    }),
    ...outcomes,
    ...behind,
  ];
  expect(report(all).split('\n\n').at(-1)).toBe(`5 of 5 hosts failed:
  hv02 (unreachable): other, site.yaml:4:7
    refused
  hv[8:11] (failed): network lab; 4 tasks not started
    x
`);
});

test('what a host that failed twice did not start is counted once', () => {
  const all = ['hv01', 'hv02'].flatMap((host) => [
    outcome(host, { task: 'one', status: 'failed', message: 'x' }),
    outcome(host, { task: 'handler', status: 'failed', message: 'y' }),
    outcome(host, { task: 'later', status: 'not-started', message: 'z' }),
  ]);
  expect(report(all).split('\n\n').at(-1)).toBe(`2 of 2 hosts failed:
  hv01, hv02 (failed): one; 2 tasks not started
    x
  hv01, hv02 (failed): handler
    y
`);
});

test('hosts on which nothing failed have their reason for what did not start', () => {
  const waiting = ['hv02', 'hv03'].flatMap((host) =>
    ['one', 'two'].map((task) => outcome(host, { task, status: 'not-started', message: 'Batch 1 failed.' })),
  );
  const canary = outcome('hv01', { task: 'one', status: 'failed', message: 'no' });
  const text = report([canary, ...waiting]);
  expect(text.split('\n\n').at(-1)).toBe(`2 of 3 hosts have tasks that were not started:
  hv02, hv03: 2 tasks not started
    Batch 1 failed.
1 of 3 hosts failed:
  hv01 (failed): one
    no
`);
  expect(text).not.toContain('Nothing differs');
});

test('a link of the host that is cut is no guest that loses its own', () => {
  const impact = { disruption: 'link', note: 'eth1 leaves the bridge' } as const;
  const shown = report([outcome('hv01', { status: 'changed', changes: [change('bridge br0', { impact })] })]);
  expect(shown).toContain('\n    ! cuts links of the host: eth1 leaves the bridge\n');
  expect(shown).not.toContain('guests');
});

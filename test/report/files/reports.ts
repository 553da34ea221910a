import type { Finding } from '../../../src/drift/finding.ts';
import type { Report } from '../../../src/report/files/report.ts';
import { change, outcome } from '../outcomes.ts';

const PLACE = { file: 'playbooks/site.yaml', line: 4, column: 7 };
const LAB = { task: 'Lab network', resource: 'network lab', place: PLACE };

/** A report of a drift check of three hosts: one drifted, one cannot be reached, one has only what is waived. */
export function driftReport(
  rest: Partial<Report> = {},
  text: (text: string) => string = (same) => same,
): Report {
  const diff = { label: text('network lab'), before: text('mtu 1450\n'), after: text('mtu 1400\n') };
  const values = {
    before: text('1450'),
    after: text('1400'),
    copies: ['stored'],
    cause: 'drifted',
    diff,
  } as const;
  const mtu = change(text('mtu'), values);
  const lan = change('autostart', { before: 'off', after: 'on', cause: 'pending' });
  const findings: Finding[] = [
    {
      ...{ host: 'hv01', ...LAB, state: 'both', isNew: true, since: {} },
      changes: [
        { ...mtu, isNew: true },
        { ...lan, isNew: false },
      ],
    },
    {
      ...{
        host: 'hv03',
        ...LAB,
        state: 'waived',
        isNew: false,
        since: {},
        changes: [{ ...mtu, isNew: false }],
      },
      waiver: { reason: text('vendor tests'), who: 'alice', until: '2027-01-31' },
    },
    {
      ...{ host: 'hv03', resource: 'tap vnet7', task: '', state: 'unmanaged', isNew: true, since: {} },
      ...{ changes: [], message: text('on no bridge, of no guest') },
    },
  ];
  const tasks = [
    outcome('hv01', { ...LAB, status: 'would-change', changes: [mtu, lan] }),
    outcome('hv01', { task: 'Packages', module: 'package' }),
    outcome('hv02', {
      task: 'connect',
      module: 'connect',
      status: 'unreachable',
      message: text('No route.'),
    }),
    outcome('hv03', { ...LAB, status: 'would-change', changes: [mtu] }),
  ];
  return {
    record: {
      run: '7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11',
      operator: 'alice@laptop',
      playbook: 'playbooks/site.yaml',
      mode: 'drift',
      started: '2026-11-28T12:00:00.000Z',
      ended: '2026-11-28T12:00:07.500Z',
      hosts: ['hv01', 'hv02', 'hv03'],
      tasks,
      interrupted: false,
    },
    findings,
    virtfleet: '1.2.3',
    commit: { id: '43e0dedc9d8d6f2b0d7f2b1a7f0e3c5d4b6a7980', changed: true },
    inventory: ['inventory'],
    exitCode: 3,
    diff: false,
    failOn: 'any',
    ...rest,
  };
}

/** A report of a run of two hosts: one changed, one failed. */
export function runReport(mode: 'apply' | 'check' = 'apply', rest: Partial<Report> = {}): Report {
  const { record, findings: _, ...about } = driftReport();
  const mtu = change('mtu', { before: '1450', after: '1400' });
  const status = mode === 'apply' ? 'changed' : 'would-change';
  const tasks = [
    outcome('hv01', { ...LAB, status, changes: [mtu] }),
    outcome('hv02', { ...LAB, status: 'failed', message: 'no such bridge: br7' }),
    outcome('hv02', {
      task: 'Packages',
      module: 'package',
      status: 'not-started',
      message: 'A task failed.',
    }),
  ];
  return {
    ...about,
    record: { ...record, mode, hosts: ['hv01', 'hv02'], tasks },
    exitCode: 2,
    failOn: 'none',
    ...rest,
  };
}

/** Texts that mean something in one of the formats, or are no text at all. */
export const HOSTILE = [
  ['markup', '</failure><testcase name="a&b"/> ]]> <!-- &lt;'],
  ['colours and control characters', 'a\x1b[31mred\x00\x08\ufffe'],
  ['half a surrogate pair', 'a\ud83d'],
  ['lines', 'one\r\ntwo\rthree\n\n# four\n- five'],
  ['a label', 'x"} 1\nvirtfleet_info{a="\\'],
  ['a table', 'a | b |\n| --- | --- |\n| c \\| d'],
  ['code', '`` a ``` b `\n```\n<script>'],
  ['a mention and a link', '@all [x](https://example.org) ![y](z) <!channel> #1'],
  ['blanks only', '  '],
] as const;

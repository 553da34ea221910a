import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { junit } from '../../../src/report/files/junit.ts';
import { driftReport, HOSTILE, runReport } from './reports.ts';

/** Parses strictly: xmldom reports what is not well-formed. */
function parsed(text: string) {
  const onError = (_: string, message: string) => {
    throw new Error(message);
  };
  const root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement;
  if (!root) throw new Error('no document');
  return root;
}

/** The cases, as `hv01 Networks: Lab network: failure drifted`. */
function cases(text: string): string[] {
  return [...parsed(text).getElementsByTagName('testcase')].map((one) => {
    const [end] = [...one.childNodes].filter(({ nodeName }) => nodeName !== '#text');
    const about = `${one.getAttribute('classname')} ${one.getAttribute('name')}`;
    return end ? `${about}: ${end.nodeName}` : about;
  });
}

it('a drift check has a case for each task and each unmanaged thing, which fails as the exit code does', () => {
  expect(cases(junit(driftReport()))).toEqual([
    'hv01 Networks: Lab network: failure',
    'hv01 Networks: Packages',
    'hv02 Networks: connect: error',
    'hv03 Networks: Lab network: skipped',
    'hv03 tap vnet7: failure',
  ]);
  expect(cases(junit(driftReport({ failOn: 'none' })))).toEqual([
    'hv01 Networks: Lab network: system-out',
    'hv01 Networks: Packages',
    'hv02 Networks: connect: error',
    'hv03 Networks: Lab network: skipped',
    'hv03 tap vnet7: system-out',
  ]);
});

it('a difference says what, where and since when it is allowed', () => {
  const root = parsed(junit(driftReport()));
  expect(root.getAttribute('name')).toBe('virtfleet drift playbooks/site.yaml');
  const [failure] = root.getElementsByTagName('failure');
  expect(failure?.getAttribute('type')).toBe('drifted and pending');
  expect(failure?.textContent).toBe('~ mtu: 1450 → 1400 [stored]\n~ autostart: off → on');
  const [first] = root.getElementsByTagName('testcase');
  expect([first?.getAttribute('file'), first?.getAttribute('line')]).toEqual(['playbooks/site.yaml', '4']);
  expect(first?.getAttribute('time')).toBe('1.000');
  const [waived] = root.getElementsByTagName('skipped');
  expect(waived?.getAttribute('message')).toBe('waived: ~ mtu: 1450 → 1400 [stored]');
  expect(waived?.textContent).toContain('waived until 2027-01-31, alice: vendor tests');
});

it.each([
  ['apply', 'none', 'system-out'],
  ['check', 'none', 'system-out'],
  ['check', 'any', 'failure'],
] as const)('a run in mode %s that fails on %s has %s for a difference', (mode, failOn, element) => {
  expect(cases(junit(runReport(mode, { failOn })))).toEqual([
    `hv01 Networks: Lab network: ${element}`,
    'hv02 Networks: Lab network: failure',
    'hv02 Networks: Packages: skipped',
  ]);
});

it('counts add up, for each host and in all', () => {
  const root = parsed(junit(driftReport()));
  const counters = ['tests', 'failures', 'errors', 'skipped'] as const;
  const of = (element: typeof root) => counters.map((name) => Number(element.getAttribute(name)));
  expect(of(root)).toEqual([5, 2, 1, 1]);
  const suites = [...root.getElementsByTagName('testsuite')];
  expect(suites.map((suite) => of(suite))).toEqual([
    [2, 1, 0, 0],
    [1, 0, 1, 0],
    [2, 1, 0, 1],
  ]);
});

describe('texts of hosts', () => {
  it.each(HOSTILE)('stay text: %s', (_, text) => {
    const document = junit(driftReport({}, () => text));
    expect(cases(document)).toHaveLength(5);
    const [failure] = parsed(document).getElementsByTagName('failure');
    expect(failure?.textContent).toContain('~ ');
    expect(document).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
  });

  it('keep what XML can hold', () => {
    const [first] = parsed(junit(driftReport({}, (text) => `<${text}&"`))).getElementsByTagName('failure');
    expect(first?.textContent).toContain('~ <mtu&": <1450&" → <1400&" [stored]');
  });
});

it('a run of a play with waves has a case for each of them', () => {
  const { record } = runReport();
  const [started, ended] = [record.started, record.ended];
  const gate = { gate: 'verify', started, ended, passed: false, message: '<no answer>' } as const;
  const waves = [
    { what: 'canary', hosts: ['hv01'], started, ended, failed: [], gates: [] },
    { what: '5 %', hosts: ['hv02'], started, ended, failed: [], gates: [gate] },
    { what: 'rest', hosts: ['hv03'], failed: [], gates: [] },
  ];
  const stopped = { wave: 2, why: 'A gate failed.' };
  const text = junit(
    runReport('apply', { record: { ...record, rollouts: [{ play: 'P', waves, stopped }] } }),
  );
  expect(cases(text).slice(-3)).toEqual([
    'rollout of P wave 1 of 3 (canary)',
    'rollout of P wave 2 of 3 (5 %): failure',
    'rollout of P wave 3 of 3 (rest): skipped',
  ]);
  const root = parsed(text);
  expect([...root.getElementsByTagName('failure')].at(-1)?.textContent).toBe(
    'gate failed: verify: <no answer>\nA gate failed.',
  );
  const suite = [...root.getElementsByTagName('testsuite')].at(-1);
  expect([
    suite?.getAttribute('tests'),
    suite?.getAttribute('time'),
    suite?.getAttribute('hostname'),
  ]).toEqual(['3', '15.000', null]);
});

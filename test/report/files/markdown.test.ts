import { DOMParser } from '@xmldom/xmldom';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { markdown } from '../../../src/report/files/markdown.ts';
import type { Report } from '../../../src/report/files/report.ts';
import { change, outcome } from '../outcomes.ts';
import { driftReport, HOSTILE, runReport } from './reports.ts';

const GUEST = { guest: 'web', mac: '52:54:00:00:00:01' };

/** What a reader sees: the document as GitHub's Markdown makes it, as XML. */
function rendered(text: string) {
  const html = marked.parse(text, { gfm: true, async: false }).replaceAll('<br>', '<br/>');
  const onError = (_: string, message: string) => {
    throw new Error(message);
  };
  const root = new DOMParser({ onError }).parseFromString(`<body>${html}</body>`, 'text/xml').documentElement;
  if (!root) throw new Error('no document');
  return root;
}

type Page = ReturnType<typeof rendered>;

function rows(page: Page): string[][] {
  return [...page.getElementsByTagName('tr')]
    .slice(1)
    .map((row) => [...row.getElementsByTagName('td')].map(({ textContent }) => textContent ?? ''));
}

it('a drift check says first what failed and what is new, last what is waived', () => {
  const page = rendered(markdown(driftReport()));
  expect(page.getElementsByTagName('h3')[0]?.textContent).toBe(
    'Virtfleet drift: 1 of 3 hosts failed, 2 of 3 hosts differ',
  );
  expect(rows(page)).toEqual([
    ['hv02', 'connect', 'unreachable', 'No route.'],
    ['hv01', 'network lab', 'drifted and pending, new', '~ mtu: 1450 → 1400 [stored]~ autostart: off → on'],
    ['hv03', 'tap vnet7', 'unmanaged', 'on no bridge, of no guest'],
    ['hv03', 'network lab', 'waived', '~ mtu: 1450 → 1400 [stored]until 2027-01-31, alice: vendor tests'],
  ]);
});

it('a run says what it changed, and one in step is two lines', () => {
  expect(rows(rendered(markdown(runReport())))).toEqual([
    ['hv02', 'Lab network', 'failed', 'no such bridge: br7'],
    ['hv01', 'network lab', 'changed', '~ mtu: 1450 → 1400'],
  ]);
  const { record } = driftReport();
  const fine = markdown(driftReport({ findings: [], record: { ...record, tasks: [] } }));
  expect(fine).toBe(
    [
      '### Virtfleet drift: 3 hosts in step',
      '',
      '`playbooks/site.yaml` at commit `43e0dedc9d8d` with changes, inventory `inventory`, 2026-11-28T12:00:00Z, 7.5 s, run `7b7b6bfc-32d6-4bb5-8c7e-5a1d3f0e2c11`',
      '',
    ].join('\n'),
  );
});

it('a change that disturbs says whom', () => {
  const { record } = driftReport();
  const disturbs = change('mtu', { impact: { disruption: 'link', note: 'it restarts', guests: [GUEST] } });
  const tasks = [outcome('hv01', { status: 'would-change', changes: [disturbs] })];
  const report = driftReport({ findings: [], record: { ...record, mode: 'check', tasks } });
  expect(rows(rendered(markdown(report)))[0]?.[3]).toMatch(/! guests lose their link: it restarts$/);
});

it('hosts that say the same share a row', () => {
  const { record, findings = [] } = driftReport();
  const [first] = findings;
  if (!first) throw new Error('no finding');
  const hosts = ['hv01', 'hv02', 'hv03'];
  const same = hosts.map((host) => ({ ...first, host }));
  const page = rendered(markdown(driftReport({ findings: same, record: { ...record, hosts, tasks: [] } })));
  expect(rows(page).map(([names]) => names)).toEqual(['hv[01:03]']);
});

it('with texts to compare each difference can be opened', () => {
  const page = rendered(markdown(driftReport({ diff: true })));
  expect(page.getElementsByTagName('summary')[0]?.textContent).toBe('hv01: network lab');
  expect(page.getElementsByTagName('pre')[0]?.textContent).toContain('-mtu 1450\n+mtu 1400');
});

describe('texts of hosts', () => {
  const allowed = ['body', 'h3', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'br', 'details'];

  it.each(HOSTILE)('are code, and never markup: %s', (_, text) => {
    const page = rendered(markdown(driftReport({ diff: true }, () => `@x ${text}`)));
    const names = [...page.getElementsByTagName('*')].map(({ nodeName }) => nodeName);
    expect(names.filter((name) => ![...allowed, 'summary', 'pre'].includes(name))).toEqual([]);
    expect(rows(page).map(({ length }) => length)).toEqual([4, 4, 4, 4]);
    for (const code of [...page.getElementsByTagName('code')]) code.parentNode?.removeChild(code);
    expect(page.textContent).not.toContain('@x');
    expect(page.textContent).toContain('drifted and pending, new');
  });
});

it('a comment is never longer than GitHub takes', () => {
  const { record, findings = [] } = driftReport();
  const [first] = findings;
  if (!first) throw new Error('no finding');
  const long = change('mtu', {
    before: 'x'.repeat(300),
    diff: { label: 'a', before: '', after: 'b\n'.repeat(200) },
  });
  const many = Array.from({ length: 400 }, (_, index) => ({
    ...first,
    host: `hv${index}`,
    resource: `network n${index}`,
    changes: [{ ...long, isNew: true }],
  }));
  const about: Partial<Report> = { findings: many, record: { ...record, tasks: [] } };
  const text = markdown(driftReport(about));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\d+ more rows left out\.\n$/);
  const few = markdown(driftReport({ ...about, findings: many.slice(0, 150), diff: true }));
  expect(few.length).toBeLessThan(65_536);
  expect(few).toMatch(/\d+ more differences? left out\.\n$/);
});

it('waves stand above the table', () => {
  const { record } = runReport();
  const waves = ['canary', 'rest'].map((what, at) => ({
    ...{ what, hosts: [`hv0${at + 1}`], failed: [], gates: [] },
  }));
  const said = (mode: 'apply' | 'check') => {
    const report = runReport(mode, { record: { ...record, mode, rollouts: [{ play: 'Networks', waves }] } });
    return rendered(markdown(report)).getElementsByTagName('pre')[0]?.textContent;
  };
  expect(said('check')).toBe('ROLLOUT "Networks": 2 waves\n  canary: hv01\n  rest: hv02\n');
  expect(said('apply')).toBe(
    'Rollout of "Networks":\n  canary: 1 host not started\n  rest: 1 host not started\n',
  );
});

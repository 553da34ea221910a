import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { page } from '../../../src/report/page/page.ts';
import { lifeKey, type PageDocument } from '../../../src/report/page/page-document.ts';
import { driftReport, HOSTILE, runReport } from '../files/reports.ts';
import { parsed, shapeOf, textOf, withClass } from './parsed.ts';
import { fleetDocument } from './sample.ts';

function documentOf(report = driftReport(), rest: Partial<PageDocument> = {}): PageDocument {
  return { report, playbooks: ['playbooks/site.yaml'], evidence: new Map(), lives: new Map(), ...rest };
}

const pageOf = (...words: Parameters<typeof documentOf>) => parsed(page(documentOf(...words)));

describe('a drift check', () => {
  it('says first what is new, and last what is waived', () => {
    const root = pageOf();
    expect(textOf(root.getElementsByTagName('h1')[0])).toBe('1 host has new differences');
    expect(withClass(root, 'more').map(textOf)).toEqual(['1 host could not be checked to the end.']);
    const titles = [...root.getElementsByTagName('h2')].map(textOf);
    expect(titles).toEqual([
      ...['New 1', 'Failed or not reached 1', 'Unmanaged 1', 'Waived 1', 'Fleet', 'Hosts 3'],
    ]);
    expect(withClass(root, 'card').map((card) => textOf(card.getElementsByTagName('h3')[0]))).toEqual([
      'drifted, pending network lab on hv01new',
      'unreachable connect on hv02',
      'unmanaged tap vnet7 on hv03',
      'waived network lab on hv03',
    ]);
  });

  it('says what differs, where it is described and what to do', () => {
    const [card] = withClass(pageOf(), 'card');
    if (!card) throw new Error('no card');
    const rows = [...card.getElementsByTagName('tr')].map((row) => textOf(row));
    expect(rows).toEqual([
      'whaton the hostas describedcopy',
      'mtudriftednew14501400stored',
      'autostartpendingoffon',
    ]);
    expect(textOf(withClass(card, 'command')[0])).toBe(
      'virtfleet run playbooks/site.yaml -i inventory --limit hv01 --check',
    );
    expect(textOf(withClass(card, 'facts')[0])).toContain('Described inplaybooks/site.yaml:4');
  });

  it('has the fleet as a table whose cells lead to what is said', () => {
    const root = pageOf();
    const rows = [...root.getElementsByTagName('tr')].filter((row) => row.hasAttribute('data-h'));
    expect(rows.map((row) => [...row.childNodes].map((cell) => cell.textContent))).toEqual([
      ['hv01', 'drifted, pending', 'drifted, pending', ''],
      ['hv02', 'unreachable', '', ''],
      ['hv03', 'unmanaged', 'waived', '1 unmanaged'],
    ]);
    const links = rows.flatMap((row) =>
      [...row.getElementsByTagName('a')].map((one) => one.getAttribute('href')),
    );
    const ids = new Set([...root.getElementsByTagName('*')].map((one) => `#${one.getAttribute('id')}`));
    expect(links).toHaveLength(5);
    expect(links.filter((link) => !ids.has(link ?? ''))).toEqual([]);
  });

  it('in step is one sentence', () => {
    const { record } = driftReport();
    const root = pageOf(driftReport({ findings: [], record: { ...record, tasks: [] }, exitCode: 0 }));
    expect(textOf(root.getElementsByTagName('h1')[0])).toBe('All 3 hosts in step');
    expect(withClass(root, 'card')).toEqual([]);
  });

  it('shows what the history knows as a line in time, with what happened in words', () => {
    const sample = fleetDocument(3, 2);
    const lives = new Map([...sample.lives].filter(([key]) => key === lifeKey('hv003', 'network lan')));
    const [life] = withClass(parsed(page({ ...sample, lives })), 'life');
    if (!life) throw new Error('no line');
    expect([...life.getElementsByTagName('li')].map(textOf)).toEqual([
      '2026-11-28 12:00 differs, found by this check',
      '2026-11-25 21:00 in step, last seen so 2026-11-28 09:00 (26 runs)',
      '2026-11-25 20:00 unreachable (run 181)',
      '2026-11-24 08:00 in step, last seen so 2026-11-25 19:00 (3 runs)',
      '2026-11-24 07:00 changed by alice@laptop (run 177)',
      '2026-11-23 09:00 autostart differs, repaired 2026-11-24 07:00 by alice@laptop (run 177)',
      '2 earlier episodes',
    ]);
  });
});

it('of many hosts the history of some is shown, and how to ask for that of others', () => {
  const sample = fleetDocument(600, 2);
  const [card] = withClass(parsed(page(sample)), 'card');
  if (!card) throw new Error('no card');
  expect(withClass(card, 'life')).toHaveLength(12);
  expect([...card.getElementsByTagName('summary')].map(textOf)).toContain('The same of 11 more hosts');
  expect(withClass(card, 'note').map(textOf)).toEqual([
    'The history of 3 more hosts: virtfleet history network HOST/lan',
  ]);
});

it.each([
  ['drift', 'drift'],
  ['apply', 'run'],
  ['check', 'run --check'],
] as const)('what failed in %s is tried again with the same command', (mode, words) => {
  const { record } = driftReport();
  const root = pageOf(driftReport({ findings: [], record: { ...record, mode } }));
  const [card] = withClass(root, 'away').filter((one) => one.tagName === 'article');
  if (!card) throw new Error('no card');
  expect(textOf(withClass(card, 'command')[0])).toBe(
    `virtfleet ${words} playbooks/site.yaml -i inventory --limit hv02`,
  );
});

it('a run says what failed and what it changed', () => {
  const root = pageOf(runReport());
  expect(textOf(root.getElementsByTagName('h1')[0])).toBe('1 host failed');
  expect(withClass(root, 'card').map((card) => textOf(card.getElementsByTagName('h3')[0]))).toEqual([
    'failed network lab on hv02',
    'changed network lab on hv01',
  ]);
  expect(textOf(pageOf(runReport('check')).getElementsByTagName('h1')[0])).toBe(
    '1 host could not be checked to the end',
  );
});

it.each(HOSTILE)('%s in values is text', (_, text) => {
  const calm = shapeOf(pageOf(driftReport()));
  const root = pageOf(driftReport({}, () => text));
  expect(shapeOf(root).filter((name) => name === 'script')).toEqual(['script']);
  // Lines of a message and of a comparison become more lines, but no other elements.
  expect(new Set(shapeOf(root))).toEqual(new Set([...calm, 'span']));
});

it('warnings stand once with their hosts, also that a host was not seen whole', () => {
  const { record } = driftReport();
  const tasks = record.tasks.map((task) => ({ ...task, warnings: ['The mtu is large.'] }));
  const root = pageOf(driftReport({ record: { ...record, tasks } }), {
    evidence: new Map([['hv03', { unprivileged: true }]]),
  });
  const [list] = [...root.getElementsByTagName('section')].filter(
    (section) => section.getAttribute('aria-labelledby') === 'warnings',
  );
  expect([...(list?.getElementsByTagName('li') ?? [])].map(textOf)).toEqual([
    'hv03: The login user may not become root. Only what every user may see was compared.',
    'hv[01:03]: The mtu is large.',
  ]);
});

it('the waves of a run have a section, and what is to be known of a saved plan stands above', () => {
  const { record } = runReport('check');
  const waves = ['canary', 'rest'].map((what, at) => ({
    what,
    hosts: [`hv0${at + 1}`],
    failed: [],
    gates: [],
  }));
  const rollouts = [{ play: 'Networks', waves, terms: ['soak: 5m'] }];
  const plan = [['expires', '2026-11-29 12:00:00 <b>']] as const;
  const root = pageOf(runReport('check', { record: { ...record, rollouts }, plan }));
  const titles = [...root.getElementsByTagName('h2')].map(textOf);
  expect(titles[0]).toBe('Waves 1');
  expect(root.getElementsByTagName('pre')[0]?.textContent).toBe(
    'ROLLOUT "Networks": 2 waves\n  canary: hv01\n  rest: hv02\n  with soak: 5m',
  );
  expect(textOf(withClass(root, 'brand')[0])).toBe('Virtfleet plan');
  expect(withClass(root, 'about').map(textOf).at(-1)).toBe('expires 2026-11-29 12:00:00 <b>');
});

it('a page with very many entries has texts to compare in the first of them', () => {
  const { findings = [], record } = driftReport();
  const [first] = findings;
  if (!first) throw new Error('no finding');
  const many = Array.from({ length: 320 }, (_, at) => ({ ...first, resource: `network n${at}` }));
  const cards = withClass(pageOf(driftReport({ findings: many, record: { ...record, tasks: [] } })), 'card');
  const count = (name: string) => cards.filter((card) => withClass(card, name).length > 0).length;
  expect([cards.length, count('diff'), count('note')]).toEqual([320, 300, 20]);
});

describe('the file', () => {
  const text = page(fleetDocument(5, 3));

  it('has a policy that takes its own style and script alone', () => {
    const policy = parsed(text).getElementsByTagName('meta')[1]?.getAttribute('content') ?? '';
    const digests = ['style', 'script'].map((name) => {
      const own = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? '';
      expect(own.length).toBeGreaterThan(500);
      return `${name}-src 'sha256-${createHash('sha256').update(own).digest('base64')}'`;
    });
    expect(policy).toBe(
      `default-src 'none'; ${digests.join('; ')}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`,
    );
  });

  it('leads nowhere but to itself', () => {
    const links = [...parsed(text).getElementsByTagName('*')].flatMap((element) =>
      ['href', 'src', 'style', 'onclick', 'action'].flatMap((name) => element.getAttribute(name) ?? []),
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !/^#[\w-]+$/.test(link))).toEqual([]);
  });

  it('is the same for the same document', () => {
    expect(page(fleetDocument(5, 3))).toBe(text);
  });
});

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { keepLife } from '../history/life.ts';
import { driftReport, HOSTILE } from '../report/files/reports.ts';
import { type parsed, shapeOf, textOf, withClass } from '../report/page/parsed.ts';
import { asked } from '../serve/asked.ts';
import { keepCheck, placeIn } from './kept-check.ts';
import { project } from './project.ts';
import { serving } from './serving.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';

const heading = (root: ReturnType<typeof parsed>) => textOf(root.getElementsByTagName('h1')[0]);
const links = (root: ReturnType<typeof parsed>) =>
  [...root.getElementsByTagName('a')].flatMap((one) => one.getAttribute('href')?.match(/^\/\w.*/)?.[0] ?? []);

describe('report serve', () => {
  it('shows the newest check, and the next as soon as it is kept', async () => {
    const folder = project({});
    await keepCheck(placeIn(folder));
    const { line, get, port, end } = await serving(folder);
    expect(line).toBe(`The history is shown at http://127.0.0.1:${port}/ until Ctrl-C.\n`);
    const { root, headers } = await get('/');
    expect(heading(root)).toBe('1 host has new differences');
    expect(withClass(root, 'card').map((card) => textOf(card.getElementsByTagName('h3')[0]))).toEqual([
      'drifted, pending network lab on hv01new',
      'unreachable connect on hv02',
      'unmanaged tap vnet7 on hv03',
      'waived network lab on hv03',
    ]);
    expect(root.getAttribute('data-version')).toBe(headers.etag);
    expect((await get('/')).headers.etag).toBe(headers.etag);
    const { record } = driftReport();
    const calm = { ...record, run: '8', tasks: [], started: '2026-11-28T13:00:00.000Z' };
    await keepCheck(placeIn(folder), driftReport({ findings: [], record: calm, exitCode: 0 }));
    const next = await get('/');
    expect([heading(next.root), next.headers.etag === headers.etag]).toEqual(['All 3 hosts in step', false]);
    expect(heading((await get('/runs/1')).root)).toBe('1 host has new differences');
    expect(await end()).toEqual({ code: 0, out: '', err: '' });
    await expect(asked(port, {})).rejects.toThrow('ECONNREFUSED');
  });

  it('says of hosts that their networks are not kept, and draws none', async () => {
    const folder = project({});
    await keepCheck(placeIn(folder));
    const { root } = await (await serving(folder)).get('/');
    expect(
      withClass(root, 'note')
        .map(textOf)
        .filter((text) => /drawing|draws/i.test(text)),
    ).toEqual([
      'The history does not keep how the networks of hosts are plugged together. --html FILE of run and drift draws them.',
    ]);
    expect(withClass(root, 'net')).toEqual([]);
    expect(textOf(root.getElementsByTagName('caption')[0])).toContain('a host to what is said of it.');
  });

  it('lists checks where there are several; the address of one stays while newer ones come', async () => {
    const folder = project({});
    const place = placeIn(folder);
    expect(await keepLife(place)).toEqual([]);
    const { get } = await serving(folder);
    const { root } = await get('/');
    expect(heading(root)).toBe('The newest of each drift check');
    const rows = [...root.getElementsByTagName('tr')].map((row) =>
      [...row.childNodes].map(({ textContent }) => textContent),
    );
    expect(rows).toEqual([
      ['Run', 'Started', 'Took', 'What', 'By', 'Hosts'],
      ['8', '2026-11-27 07:00', '0.0 s', 'drift nightly.yaml -i hosts --tags net', 'alice@laptop', '2 ok'],
      [
        '6',
        '2026-11-27 05:00',
        '0.0 s',
        'drift site.yaml -i hosts --tags net',
        'alice@laptop',
        '1 ok 1 differs',
      ],
    ]);
    const [, nightly = '', site = ''] = links(root);
    expect(heading((await get(site)).root)).toBe('1 host has new differences');
    await keepCheck(place, driftReport({ findings: [] }), { records: [], hosts: ['hv01'] });
    expect(heading((await get(site)).root)).toBe('1 host in step');
    expect(heading((await get(nightly)).root)).toBe('All 2 hosts in step');
  });

  it('shows runs with what they changed, and what was seen before', async () => {
    const folder = project({});
    expect(await keepLife(placeIn(folder))).toEqual([]);
    const { get } = await serving(folder);
    const { root } = await get('/runs');
    expect(links(root)).toEqual(['/runs', ...[8, 7, 6, 5, 4, 3, 2, 1].map((number) => `/runs/${number}`)]);
    const run = (await get('/runs/7')).root;
    expect(heading(run)).toBe('1 host changed');
    const told = withClass(run, 'life').flatMap((life) => [...life.getElementsByTagName('li')].map(textOf));
    expect(told[0]).toBe('2026-11-27 05:00 autostart differs, still there after 60 minutes');
  });

  it('says what it does not know of a check that was killed or is of an earlier version', async () => {
    const folder = project({});
    expect(await keepLife(placeIn(folder))).toEqual([]);
    const { get } = await serving(folder);
    const { root } = await get('/runs/6');
    expect(withClass(root, 'note').map(textOf)[0]).toContain(
      'Only how its tasks ended is kept of this check',
    );
    expect(withClass(root, 'card').map((card) => textOf(card.getElementsByTagName('h3')[0]))).toEqual([
      'unknown network lab on hv01new',
    ]);
  });

  it.each(['/runs/99', '/runs/1e3', '/runs/', '/checks/0123456789ab', '/history.db', '/runs/1/'])(
    'has no %s',
    async (path) => {
      const folder = project({});
      await keepCheck(placeIn(folder));
      expect(await (await serving(folder)).get(path)).toMatchObject({ status: 404 });
    },
  );

  it.each(HOSTILE)('%s in the history is text', async (_, text) => {
    const [calm, wild] = [project({}), project({})];
    await keepCheck(placeIn(calm), driftReport());
    await keepCheck(
      placeIn(wild),
      driftReport({}, () => text),
      { playbook: text.replaceAll('\0', ''), operator: `${text}@${text}` },
    );
    const pages = async (folder: string) => {
      const { get } = await serving(folder);
      return Promise.all(['/', '/runs', '/runs/1'].map(async (path) => (await get(path)).root));
    };
    const scripts = (roots: Awaited<ReturnType<typeof pages>>) =>
      roots.map((root) => [shapeOf(root).filter((name) => name === 'script').length, links(root)]);
    expect(scripts(await pages(wild))).toEqual(scripts(await pages(calm)));
  });

  it('asks for its token, which no output has', async () => {
    const folder = project({ token: `${TOKEN}\n` });
    onTestFinished(() => hiddenTexts.clear());
    chmodSync(join(folder, 'token'), 0o600);
    await keepCheck(placeIn(folder));
    const { line, port, end } = await serving(folder, '--token-file', join(folder, 'token'));
    expect(line).toContain(`open http://127.0.0.1:${port}/?token=TOKEN once.`);
    expect(await asked(port, {})).toMatchObject({ status: 403 });
    const { headers } = await asked(port, { path: `/?token=${TOKEN}` });
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(await asked(port, { headers: { cookie } })).toMatchObject({ status: 200 });
    expect(`${line}${JSON.stringify(await end())}`).not.toContain(TOKEN);
  });
});

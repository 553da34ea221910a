import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { history } from '../../src/commands/history.ts';
import { run } from '../../src/commands/run.ts';
import { keepLife } from '../history/life.ts';
import { project, typed } from './project.ts';

const WIDTH = { width: 80 };

/** A folder with a history in it; times are printed as if this machine were anywhere. */
async function asked(...words: string[]) {
  const folder = project({});
  const path = join(folder, 'virtfleet/history.db');
  expect(await keepLife({ kind: 'file', path })).toEqual([]);
  return typed(history, folder, WIDTH, ...words);
}

/** Examples of docs/history.md: the words behind `virtfleet history`, and what is printed. */
const docs = readFileSync(join(import.meta.dirname, '../../docs/history.md'), 'utf8');
const EXAMPLES = [...docs.matchAll(/^```text\n\$ virtfleet history ?(.*)\n([\s\S]*?)^```/gm)].map(
  ([, words = '', text = '']) => ({ words: words.split(' ').filter(Boolean), text }),
);
/** Times differ from time zone to time zone. */
const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'YYYY-MM-DD hh:mm:ss');

describe('the pages', () => {
  it('have examples in the documentation', () => {
    expect(EXAMPLES.map(({ words: [word = 'list'] }) => word)).toEqual(
      expect.arrayContaining(['list', 'show', 'host', 'network', 'diff']),
    );
  });

  it.each(EXAMPLES)('are as documented: $words', async ({ words, text }) => {
    const { code, out, err } = await asked(...words);
    expect([code, err]).toEqual([0, '']);
    expect(timeless(out)).toBe(timeless(text));
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    [
      ['--format', 'json'],
      ['runs', 7, 'id'],
    ],
    [
      ['show', '7', '--format', 'json'],
      ['tasks', 0, 'changes'],
    ],
    [
      ['host', 'hv01', '--format', 'json'],
      ['runs', 0, 'state'],
    ],
    [
      ['network', 'hv01/lab', '--format', 'json'],
      ['episodes', 2, 'change'],
    ],
    [
      ['diff', '6', '7', '--format', 'json'],
      ['differences', 0, 'before'],
    ],
    [['prune', '--keep', '1m', '--format', 'json'], ['removed']],
  ])('are there for programs: %s', async (words, path) => {
    const { code, out } = await asked(...words);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty(path);
  });

  it('are exported as a line for each run and each task', async () => {
    const { out } = await asked('export', '--host', 'hv01', '--status', 'changed');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type, number, host }) => [type, number ?? host])).toEqual([
      ['run', 1],
      ['task', 'hv01'],
      ['run', 7],
      ['task', 'hv01'],
    ]);
    expect(lines[3].changes[1]).toMatchObject({ what: 'autostart', before: 'no', after: 'yes' });
  });

  it.each([
    [['shwo', '1'], 'there is no "history shwo"'],
    [['show'], 'it is written virtfleet history show RUN'],
    [['show', '99'], 'No run 99 is kept.'],
    [['host', 'hv09'], 'no run that is kept was on a host hv09'],
    [['network', 'hv01'], 'a network is named HOST/NAME'],
    [['network', 'hv01/lan'], 'Kept of hv01: lab.'],
    [['--status', 'bad'], '--status expects one of ok, changed'],
    [['--since', 'soon'], '--since expects a time'],
    [['prune'], 'prune needs --keep'],
    [['--history', 'none'], 'holds no run'],
    [['--history', '/none/history.db'], 'no run is kept in /none/history.db yet'],
    [['--history', 'postgres://op:hunter2@db/fleet'], 'can read the password'],
  ])('refuse what cannot be meant: %s', async (words, says) => {
    const { code, out, err } = await asked(...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(says);
    expect(err).not.toContain('hunter2');
  });
});

it('a run is kept with nothing of its secrets in the file', async () => {
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml': `
- hosts: all
  tasks:
    - name: hidden
      no_log: true
      command: echo s3cret-of-no-log
    - name: password of sudo
      debug: { msg: s3cret-of-sudo }
`,
  });
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), '-K'];
  const { err } = await typed(run, folder, { askPassword: async () => 's3cret-of-sudo' }, ...words);
  expect(err).toBe('');
  const { out } = await typed(history, folder, WIDTH, 'show', 'last', '-v');
  expect(out).toContain('TASK [password of sudo]');
  const state = join(folder, 'virtfleet');
  const bytes = readdirSync(state)
    .map((name) => readFileSync(join(state, name), 'latin1'))
    .join('\n');
  expect(bytes).toContain('********');
  expect(bytes).not.toContain('s3cret');
});

it('a run without a history keeps nothing, and one that cannot be written is a warning', async () => {
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml': '- hosts: all\n  tasks:\n    - file: { path: /no/such, state: absent }\n',
  });
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), '--check', '--history'];
  expect(await typed(run, folder, ...words, 'none')).toMatchObject({ code: 0, err: '' });
  const { err } = await typed(history, folder);
  expect(err).toContain('no run is kept in virtfleet/history.db yet');
  const refused = await typed(run, folder, ...words, '/proc/none/history.db');
  expect(refused).toMatchObject({ code: 0, err: expect.stringContaining('--history none keeps no history') });
});

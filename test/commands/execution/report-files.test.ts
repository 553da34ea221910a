import { execFile } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { drift } from '../../../src/commands/drift.ts';
import { run } from '../../../src/commands/run.ts';
import { project, typed } from '../project.ts';

const KINDS = ['json', 'ndjson', 'junit', 'prometheus', 'sarif', 'markdown', 'html'];

/** A project of this machine, of which a file differs and a task keeps its values. */
function local(): { folder: string; words: string[] } {
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml': `
- hosts: all
  tasks:
    - name: says
      debug: { msg: "open sesame, says the operator" }
    - name: motd
      copy: { dest: "{{ playbook_dir }}/motd", content: "sesame opens\\n" }
    - name: tokens
      no_log: true
      copy: { dest: "{{ playbook_dir }}/hunter2", content: "hunter2" }
`,
  });
  return { folder, words: [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), '-D', '-K'] };
}

const filesIn = (folder: string) => KINDS.flatMap((kind) => [`--${kind}`, join(folder, `report.${kind}`)]);
const asked = { askPassword: () => Promise.resolve('sesame') };

describe.each([
  ['run', run, ['--check']],
  ['drift', drift, []],
] as const)('%s writes all reports at once', (_, command, more) => {
  it('with stars for what is secret or no_log', async () => {
    const { folder, words } = local();
    const { code, err } = await typed(command, folder, asked, ...words, ...more, ...filesIn(folder));
    expect(err).toBe('');
    expect([0, 3]).toContain(code);
    for (const kind of KINDS) {
      const text = readFileSync(join(folder, `report.${kind}`), 'utf8');
      expect(text).not.toMatch(/sesame|hunter2/);
      if (kind !== 'prometheus') expect(text, kind).toContain('motd');
    }
    expect(readFileSync(join(folder, 'report.markdown'), 'utf8')).toContain('+******** opens');
  });
});

it('events are lines of JSON, the last one says how the run ended', async () => {
  const { folder, words } = local();
  await typed(drift, folder, asked, ...words, ...filesIn(folder));
  const lines = readFileSync(join(folder, 'report.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual([
    ...['run-started', 'play-started', 'host-started'],
    ...lines.slice(3, -5).map(({ type }) => type),
    ...['host-ended', 'run-ended', 'finding', 'finding', 'report'],
  ]);
  const ended = lines.filter(({ type }) => type === 'task-ended');
  expect(ended.map(({ task, status }) => [task, status])).toEqual([
    ['says', 'ok'],
    ['motd', 'would-change'],
    ['tokens', 'would-change'],
  ]);
  expect(ended[1].changes[0]).not.toHaveProperty('steps');
  expect(lines.at(-1)).toMatchObject({ exit_code: 3, virtfleet: '1.2.3' });
  expect(new Set(lines.map(({ run: id }) => id)).size).toBe(1);
});

describe('a file', () => {
  it.each(KINDS)('that could not be written is refused before a host is contacted: --%s', async (kind) => {
    const { folder, words } = local();
    const path = join(folder, 'none', 'report');
    const { code, out, err } = await typed(run, folder, asked, ...words, '-C', `--${kind}`, path);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('virtfleet run: none/report cannot be written: there is no such file or folder.\n');
  });

  it('gets one report only', async () => {
    const { folder, words } = local();
    const path = join(folder, 'report');
    const { code, err } = await typed(run, folder, asked, ...words, '-C', '--sarif', path, '--json', path);
    expect([code, err]).toEqual([1, 'virtfleet run: --json and --sarif name the same file: report\n']);
  });

  it('is replaced where a link leads, and nothing is left beside it', async () => {
    const { folder, words } = local();
    mkdirSync(join(folder, 'kept'));
    writeFileSync(join(folder, 'kept/report.prom'), 'before\n');
    symlinkSync('kept/report.prom', join(folder, 'link'));
    await typed(run, folder, asked, ...words, '-C', '--prometheus', join(folder, 'link'));
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(folder, 'link'))).toBe('kept/report.prom');
    expect(readFileSync(join(folder, 'kept/report.prom'), 'utf8')).toContain('virtfleet_info');
    expect(readdirSync(join(folder, 'kept'))).toEqual(['report.prom']);
  });

  it.each(['--markdown', '--ndjson'])('that is a pipe stays one: %s', async (option) => {
    const { folder, words } = local();
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const reading = promisify(execFile)('cat', [pipe]);
    await typed(run, folder, asked, ...words, '-C', option, pipe);
    expect((await reading).stdout).toContain('motd');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });
});

it('metrics remember the last check of all hosts, when a host cannot be reached any more', async () => {
  const { folder, words } = local();
  const path = join(folder, 'report.prom');
  const SUCCESS = 'last_success_timestamp_seconds';
  const check = async () => {
    await typed(drift, folder, asked, ...words, '--prometheus', path);
    const text = readFileSync(path, 'utf8');
    return (metric: string) => new RegExp(`^virtfleet_${metric}\\{.*\\} (.*)$`, 'm').exec(text)?.[1];
  };
  const before = await check();
  expect(before(SUCCESS)).toBe(before('last_check_timestamp_seconds'));
  const gone = 'gone ansible_host=127.0.0.1 ansible_port=1 ansible_connection=ssh\n';
  writeFileSync(join(folder, 'hosts'), `here ansible_connection=local\n${gone}`);
  const after = await check();
  expect(after('check_success')).toBe('0');
  expect(after(SUCCESS)).toBe(before(SUCCESS));
  expect(after('last_check_timestamp_seconds')).not.toBe(before(SUCCESS));
});

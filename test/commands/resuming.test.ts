import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run as declaration } from '../../src/commands/declaration/run.ts';
import { drift } from '../../src/commands/drift.ts';
import { history } from '../../src/commands/history.ts';
import { networks } from '../../src/commands/networks.ts';
import type { RunOptions } from '../../src/commands/resuming/asked-for.ts';
import { resumptionOf } from '../../src/commands/resuming/resume.ts';
import { rollback } from '../../src/commands/rollback/rollback.ts';
import { run } from '../../src/commands/run.ts';
import { openHistory } from '../../src/history/history.ts';
import { rollbackOf } from '../../src/history/questions/run-to-roll-back.ts';
import { listening, project, typed } from './project.ts';

/** A host is well unless a file says that it is broken. Nothing is written, so no lock of this machine is taken. */
const PLAYBOOK = `- name: Health
  hosts: all
  tasks:
    - stat: { path: "{{ state }}/{{ inventory_hostname }}" }
      register: broken
    - name: It is well
      assert: { that: not broken.stat.exists }
`;

/** Four hosts, of which these are broken, and a first run of all. */
async function begun(...broken: string[]) {
  const hosts = ['hv01', 'hv02', 'hv03', 'hv04'].map((name) => `${name} ansible_connection=local\n`);
  const folder = project({ hosts: hosts.join(''), 'site.yaml': PLAYBOOK });
  for (const host of broken) writeFileSync(join(folder, host), '');
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), '-e', `state=${folder}`];
  const first = await typed(run, folder, ...words);
  const again = (...more: string[]) => typed(run, folder, ...words, ...more);
  const resume = (...more: string[]) => typed(run, folder, '--resume', ...more);
  return { folder, words, first, again, resume, state: ['-e', `state=${folder}`] };
}

const hostsOf = (out: string) => [...out.matchAll(/^(hv\d\d) +:/gm)].map(([, host]) => host);

it('a run with failed hosts says how to go on, and --resume does, with those hosts alone', async () => {
  const { folder, first, resume, state } = await begun('hv02', 'hv04');
  expect(first.code).toBe(2);
  expect(first.out).toContain(
    "To go on with the hosts that are not done:\n    virtfleet run --resume 1 -e 'state=…'\n",
  );
  const values = await resume();
  expect(values).toMatchObject({ code: 1, out: '' });
  expect(values.err).toMatch(/Give them\s+again\.\n\n {4}virtfleet run --resume 1 -e 'state=…'\n/);
  rmSync(join(folder, 'hv02'));
  const second = await resume(...state);
  expect(second.err).toMatch(/Resuming run 1 of .*: 2 of 4 hosts are not done: hv0\[2,4\]|hv02, hv04/);
  expect(hostsOf(second.out)).toEqual(['hv02', 'hv04']);
  expect(second.code).toBe(2);
  rmSync(join(folder, 'hv04'));
  const third = await resume('last', ...state);
  expect(hostsOf(third.out)).toEqual(['hv04']);
  expect(third.code).toBe(0);
  expect(third.out).not.toContain('--resume');
  const done = await resume(...state);
  expect(done).toMatchObject({ code: 0, out: '' });
  expect(done.err).toMatch(/^Nothing to resume: run 3 of .* came to its end on all of its hosts\.\n$/);
  const pages = await Promise.all(['1', '2'].map((number) => typed(history, folder, 'show', number)));
  expect(pages[0]?.out).toContain('resumed by run 2\n');
  expect(pages[1]?.out).toContain('resumes    run 1\n');
});

it('what is given again has to agree, and what has changed since is told', async () => {
  const { folder, words, again, resume, state } = await begun('hv01');
  await again('--tags', 'all', '--partial', '-l', 'hv01,hv02');
  const refused = await resume('--tags', 'web', ...state);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('Run 2 was started with --tags all.');
  expect((await resume('1', '--tags', 'web', ...state)).err).toContain('Run 1 was started without --tags.');
  expect((await resume('other.yaml', ...state)).err).toContain(
    'Nothing to resume: no run of other.yaml is kept.',
  );
  expect((await resume('-e', 'x=1', ...state)).err).toContain('was started without the extra variable x.');
  const other = await resume('1', '-e', 'state=elsewhere');
  expect(other).toMatchObject({ code: 1, out: '' });
  expect(other.err).toMatch(
    /^[\s\S]*values of -e are others than those of run 1\.[\s\S]*\n {4}virtfleet run site.yaml -i hosts -l @not-done:1 -e 'state=…'\n\n1 problem\.\n$/,
  );
  // What is refused does not begin.
  expect([refused, other].filter(({ err }) => err.includes('Resuming run'))).toEqual([]);
  writeFileSync(join(folder, 'hosts'), '# Another day\n', { flag: 'a' });
  const agreed = await resume(words[0] ?? '', '--partial', ...state);
  expect(agreed.err).toContain('The inventory has changed');
  expect(hostsOf(agreed.out)).toEqual(['hv01']);
});

it('a run that goes on is not resumed, one that was killed is, and one that only looked has nothing to go on with', async () => {
  const { folder, again, resume, state } = await begun('hv03');
  const place = { kind: 'file', path: join(folder, 'virtfleet/history.db') } as const;
  const db = await openHistory(place);
  onTestFinished(() => db.destroy());
  const isGoingOn = { ended: null, exit_code: null, machine: 'test' };
  await db.updateTable('runs').set(isGoingOn).execute();
  await db.updateTable('hosts').set({ state: null }).where('host', '=', 'hv01').execute();
  const living = await resume('1', ...state);
  expect(living.err).toContain(`Run 1 still goes on, as process ${process.pid} of the controller.`);
  const { asked } = await db.selectFrom('runs').select('asked').executeTakeFirstOrThrow();
  const dead = { ...JSON.parse(asked ?? ''), by: { pid: process.pid, born: 'another' } };
  await db
    .updateTable('runs')
    .set({ asked: JSON.stringify(dead) })
    .execute();
  expect(hostsOf((await resume('1', ...state)).out)).toEqual(['hv01', 'hv03']);
  await db.updateTable('runs').set({ asked: null }).where('number', '=', 1).execute();
  expect((await resume('1', ...state)).err).toMatch(
    /An older Virtfleet kept it[\s\S]*\n {4}virtfleet run \S+ -l @not-done:1\n/,
  );
  await again('--check');
  expect((await resume('last', ...state)).err).toContain('Run 3 only looked (check)');
});

it('hosts of a run in --limit: of the last one that wrote, of another, and none', async () => {
  const { folder, words, again } = await begun('hv02', 'hv03');
  await again('--check', '-l', 'hv01');
  rmSync(join(folder, 'hv03'));
  const failed = await again('-l', '@failed');
  expect(hostsOf(failed.out)).toEqual(['hv02', 'hv03']);
  expect(hostsOf((await again('-l', '@failed')).out)).toEqual(['hv02']);
  expect(hostsOf((await again('-l', '@not-done:1:&hv03')).out)).toEqual(['hv03']);
  expect(hostsOf((await typed(drift, folder, ...words, '-l', '@failed:1,!hv02')).out)).toEqual([]);
  const none = await again('-l', '@unreachable:1');
  expect(none).toMatchObject({ code: 0, out: '' });
  expect(none.err).toMatch(
    /^Nothing to do: --limit @unreachable:1 leaves no host\. In run 1 of .* every host was reached\.\n$/,
  );
  const looked = await typed(networks, folder, '-i', join(folder, 'hosts'), '-l', '@changed');
  expect(looked).toMatchObject({ code: 0, out: '' });
  // Programs get a document, whatever is asked.
  const json = ['--format', 'json', '-l', '@unreachable:1'];
  const documents = [
    await again(...json),
    await typed(drift, folder, ...words, ...json),
    await typed(networks, folder, '-i', join(folder, 'hosts'), ...json),
  ];
  expect(documents.map(({ out }) => JSON.parse(out))).toMatchObject([
    { version: 1, mode: 'apply', hosts: {}, tasks: [], exit_code: 0 },
    { version: 1, hosts: {}, tasks: [], findings: [], exit_code: 0 },
    { networks: [] },
  ]);
  const report = join(folder, 'report.xml');
  await again('-l', '@unreachable:1', '--junit', report);
  expect(readFileSync(report, 'utf8')).toContain('tests="0" failures="0"');
  expect((await again('-l', '@failed:web')).err).toContain(
    '--limit @failed:web: A run is named by its number',
  );
  expect((await again('-l', '@failed:99')).err).toContain('--limit @failed:99: No run 99 is kept.');
});

it('a file that is named like a set is not guessed at', async () => {
  expect(existsSync('failed')).toBe(false);
  const { again } = await begun('hv02');
  writeFileSync('failed', 'hv01\n');
  try {
    const both = await again('-l', '@failed');
    expect(both).toMatchObject({ code: 1, out: '' });
    expect(both.err).toContain('Write @./failed for the file, or @failed:RUN for the hosts of a run');
    expect(hostsOf((await again('-l', '@./failed')).out)).toEqual(['hv01']);
  } finally {
    rmSync('failed');
  }
});

it('a rollback takes hosts of a run in --limit, and is gone on with by another one', async () => {
  const { folder, resume } = await begun('hv02', 'hv03');
  const inventory = ['-i', join(folder, 'hosts')];
  const some = await typed(rollback, folder, '1', ...inventory, '-l', '@failed:1,!hv03', '--check');
  expect(hostsOf(some.out)).toEqual(['hv02']);
  const place = { kind: 'file', path: join(folder, 'virtfleet/history.db') } as const;
  const db = await openHistory(place);
  onTestFinished(() => db.destroy());
  const isRollback = { playbooks: JSON.stringify([rollbackOf(7)]), asked: null };
  await db.updateTable('runs').set(isRollback).where('number', '=', 1).execute();
  const refused = await resume('1', '--history', place.path);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('Run 1 is the rollback of run 7.');
  expect(refused.err).toMatch(/\n {4}virtfleet rollback 7 -l @not-done:1 --history \S+history\.db\n/);
});

it('waves that have passed count no more once the playbooks or the inventory are others', async () => {
  const { folder, again } = await begun('hv01');
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
  git('init', '-q');
  writeFileSync(join(folder, '.gitignore'), 'virtfleet\nhosts\nhv*\n');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  await again();
  await stoppedBehindCanary(folder, 2);
  const initial = Object.entries(declaration.options).map(([name, option]) => [name, option.initial]);
  const options = { ...(Object.fromEntries(initial) as RunOptions), resume: '2' };
  const passed = async () => (await resumptionOf([], options, listening({}, folder).io)).passed;
  expect(await passed()).toEqual(new Map([['Health', ['canary']]]));
  const inventory = readFileSync(join(folder, 'hosts'));
  writeFileSync(join(folder, 'hosts'), '# Another day\n', { flag: 'a' });
  expect(await passed()).toEqual(new Map());
  writeFileSync(join(folder, 'hosts'), inventory);
  writeFileSync(join(folder, 'site.yaml'), '# mended\n', { flag: 'a' });
  expect(await passed()).toEqual(new Map());
  git('commit', '-qam', 'mended');
  expect(await passed()).toEqual(new Map());
});

it.each([
  ['is not asked for anything', '', ['5 %', 'rest']],
  ['asks for something', '\n  vars_prompt: [{ name: word, private: no }]', ['canary', '5 %', 'rest']],
])('waves that have passed of a play that %s', async (_, asks, waves) => {
  const copied = '    - copy: { dest: "{{ state }}/{{ inventory_hostname }}.new", content: x }\n';
  const text = `${PLAYBOOK.replace('hosts: all', `hosts: all\n  verify: [{ assert: { that: true } }]${asks}`)}${copied}`;
  const names = ['hv01', 'hv02', 'hv03', 'hv04'];
  const hosts = names.map((name) => `${name} ansible_connection=local\n`).join('');
  const folder = project({ hosts, 'site.yaml': text, '.gitignore': 'virtfleet\nhv*\n' });
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    ['commit', '-q', '-m', 'one'],
  ])
    git(...words);
  for (const host of names) writeFileSync(join(folder, host), '');
  const state = ['-e', `state=${folder}`];
  const io = { canAsk: true, ask: async () => 'hello' };
  await typed(run, folder, io, join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), ...state);
  await stoppedBehindCanary(folder, 1);
  for (const host of names) rmSync(join(folder, host));
  const { out } = await typed(run, folder, io, '--resume', '--check', '--format', 'json', ...state);
  const { rollouts } = JSON.parse(out) as { rollouts: { waves: { what: string }[] }[] };
  expect(rollouts.map((one) => one.waves.map(({ what }) => what))).toEqual([waves]);
});

/** A run of the history whose rollout stopped in its second wave. */
async function stoppedBehindCanary(folder: string, number: number): Promise<void> {
  const kept = await openHistory({ kind: 'file', path: join(folder, 'virtfleet/history.db') });
  const wave = { run: number, play: 'Health', hosts: '[]', failed: '[]', message: null };
  const states = [
    { ...wave, wave: 1, what: 'canary', state: 'ended' },
    { ...wave, wave: 2, what: 'rest', state: 'stopped' },
  ] as const;
  await kept.insertInto('waves').values(states).execute();
  await kept.destroy();
}

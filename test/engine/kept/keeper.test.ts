import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { converge } from '../../../src/engine/converge.ts';
import { keptAt, STATE } from '../../../src/engine/kept/keep-script.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { fileAt } from '../../../src/host/files.ts';
import { copy } from '../../../src/modules/copy.ts';
import { keptOf, parseKept } from '../../../src/rollback/kept-on-host.ts';
import { rollbackOn } from '../../../src/rollback/rollback-play.ts';
import { localHost, newLockFolder } from '../local-host.ts';
import { fileModule, task } from '../task.ts';

const isRoot = process.getuid?.() === 0;

it.runIf(isRoot)('what is there is kept before the first write, once, and how it is left', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  const [old, fresh] = [join(folder, 'old'), join(folder, 'made/for/it')];
  writeFileSync(old, Buffer.from([0, 255, 10]), { mode: 0o640 });
  const current = new Observations();
  const write = async (path: string, content: string) =>
    (await converge('here', task(copy, { dest: path, path, content, force: true }), current, remote)).outcome
      .status;
  expect(await write(old, 'one\n')).toBe('changed');
  expect(await write(old, 'two\n')).toBe('changed');
  expect(await write(fresh, 'new\n')).toBe('changed');
  await remote.unlock();

  const at = join(locks, 'runs/run');
  expect(statSync(at).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(at, keptAt(old)))).toEqual(Buffer.from([0, 255, 10]));
  expect(statSync(join(at, keptAt(old))).mode & 0o777).toBe(0o640);
  const states = (name: string) =>
    Object.fromEntries(
      readFileSync(join(at, name), 'utf8')
        .trim()
        .split(/\n+/)
        .map((line) => line.split('\t').map((word) => word.replace(/ [0-9a-f]{64}$/, ' DIGEST'))),
    );
  const absent = [fresh, join(folder, 'made/for'), join(folder, 'made')].map((path) => [path, 'absent']);
  expect(states('states')).toEqual({ [old]: 'kept', ...Object.fromEntries(absent) });
  expect(states('left-states')).toEqual({
    [old]: 'file 0640 root:root DIGEST',
    [fresh]: 'file 0644 root:root DIGEST',
    [join(folder, 'made/for')]: 'directory 0755 root:root',
    [join(folder, 'made')]: 'directory 0755 root:root',
  });
  const tasks = readFileSync(join(at, 'tasks'), 'utf8').trim().split(/\n+/);
  const about = { module: 'copy', file: 'play.yaml', line: 1, column: 1, task: 'task' };
  const none = { kept: [], restarts: [], beyond: [] };
  expect(tasks.map((line) => JSON.parse(line))).toEqual(
    [old, old, fresh].map((path) => ({ ...about, ...none, paths: [path] })),
  );
});

it.runIf(isRoot)('where it cannot be kept, the outcome says so', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  writeFileSync(join(locks, 'runs'), 'in the way');
  const path = join(folder, 'file');
  const { outcome } = await converge(
    'here',
    task(
      fileModule((to, content) => [{ do: 'write', path: to, content, mode: '0644' }]),
      { path, content: 'x\n' },
    ),
    new Observations(),
    remote,
  );
  expect(outcome.status).toBe('changed');
  expect(outcome.warnings?.join()).toContain('could not keep what was there');
  expect(existsSync(path)).toBe(true);
});

it.runIf(isRoot)('only the last 20 runs are kept', async () => {
  const locks = newLockFolder();
  for (let run = 0; run < 22; run++) mkdirSync(join(locks, `runs/${run}`), { recursive: true });
  const { remote, folder } = localHost('run', locks);
  const writes = fileModule((to, content) => [{ do: 'write', path: to, content, mode: '0644' }]);
  const path = join(folder, 'file');
  const current = new Observations();
  await converge('here', task(writes, { path, content: 'x\n' }), current, remote);
  expect(current.known(fileAt(path))).toMatchObject({ content: 'x\n' });
  // A rollback needs what an older run has kept to its own end.
  expect(readdirSync(join(locks, 'runs'))).toHaveLength(23);
  await remote.unlock();
  expect(readdirSync(join(locks, 'runs'))).toHaveLength(20);
  expect(readdirSync(join(locks, 'runs'))).toContain('run');
});

/** What a rollback would read of what is kept in a folder. */
function keptIn(folder: string) {
  const { ask } = keptOf('run');
  if (ask.kind !== 'script') throw new Error('a script reads it');
  return parseKept(execFileSync('sh', ['-c', ask.script, 'sh', folder], { encoding: 'utf8' }));
}

it.runIf(isRoot)('a folder is kept whole although one of its files was kept before', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  for (const name of ['one', 'other', 'third']) writeFileSync(join(tree, name), `${name}\n`);
  const current = new Observations();
  const writes = fileModule((path, content) => [{ do: 'write', path, content, mode: '0644' }]);
  await converge('here', task(writes, { path: join(tree, 'one'), content: 'new\n' }), current, remote);
  const goes = fileModule((path) => [{ do: 'remove', path: join(path, '..') }], { action: 'delete' });
  await converge('here', task(goes, { path: join(tree, 'other'), content: '' }), current, remote);
  const at = join(locks, 'runs/run');
  expect(readdirSync(join(at, keptAt(tree)))).toEqual(['one', 'other', 'third']);
  expect(readFileSync(join(at, keptAt(join(tree, 'one'))), 'utf8')).toBe('one\n');
});

it.runIf(isRoot)('a file behind a link is kept although the link was kept before', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  const [first, second, link] = ['1', '2', 'current'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [first, second]) {
    mkdirSync(each);
    writeFileSync(join(each, 'conf'), `of ${each}\n`);
  }
  symlinkSync(first, link);
  const current = new Observations();
  const writes = fileModule((path, content) => [{ do: 'write', path, content, mode: '0644' }]);
  const links = fileModule((path) => [{ do: 'run', argv: ['ln', '-sfn', second, path] }], {
    sideEffects: [link],
  });
  await converge('here', task(links, { path: link, content: 'x' }), current, remote);
  await converge('here', task(writes, { path: join(link, 'conf'), content: 'new\n' }), current, remote);
  const at = join(locks, 'runs/run');
  expect(readlinkSync(join(at, keptAt(link)))).toBe(first);
  expect(readFileSync(join(at, keptAt(join(link, 'conf'))), 'utf8')).toBe(`of ${second}\n`);
  expect(readFileSync(join(first, 'conf'), 'utf8')).toBe(`of ${first}\n`);
});

it.runIf(isRoot)('where a link points to cannot pass for something that is kept', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  const path = join(folder, 'file');
  const writes = fileModule((to, content) => [{ do: 'write', path: to, content, mode: '0644' }]);
  await converge('here', task(writes, { path, content: 'x\n' }), new Observations(), remote);
  await remote.unlock();
  const at = join(locks, 'runs/run');
  const before = keptIn(at);
  expect(before?.files).toMatchObject([{ path, before: 'absent' }]);
  rmSync(path);
  const about = { task: 'x', module: 'copy', file: 'x', line: 1, column: 1 };
  const forged = JSON.stringify({ ...about, kept: [], paths: ['/etc'], restarts: [], beyond: [] });
  symlinkSync(
    `x\ntasks\t${forged}\nstates\t/etc\tdirectory 0777 nobody:nogroup\tdirectory 0755 root:root`,
    path,
  );
  const now = keptIn(at);
  expect(now?.tasks).toEqual(before?.tasks);
  expect(now?.files.map((file) => file.path)).toEqual([path]);
});

it.runIf(isRoot)('a rollback tells of what could not be kept, and of what is no file', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  const at = join(locks, 'runs/run');
  const writes = fileModule((path, content) => [{ do: 'write', path, content, mode: '0644' }]);
  const current = new Observations();
  const write = async (name: string) =>
    (await converge('here', task(writes, { path: join(folder, name), content: 'x\n' }), current, remote))
      .outcome;
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const goes = fileModule((path) => [{ do: 'remove', path: join(path, '../pipe') }]);
  await converge('here', task(goes, { path: join(folder, 'one'), content: 'x' }), current, remote);
  renameSync(join(at, 'states'), join(at, 'aside'));
  mkdirSync(join(at, 'states'));
  expect((await write('two')).warnings?.join()).toContain('could not keep what was there');
  rmdirSync(join(at, 'states'));
  renameSync(join(at, 'aside'), join(at, 'states'));
  await remote.unlock();
  const kept = keptIn(at);
  const terms = { play: 'Rollback', consent: 'service', force: false, inWaves: true } as const;
  expect(kept && rollbackOn(kept, new Map(), terms).beyond).toEqual([
    'file-test "what it changed: the host could not keep what was there" (play.yaml:1)',
    `file ${join(folder, 'pipe')}: it was a device, a socket or a pipe, which are not kept`,
  ]);
});

it.runIf(isRoot)('what a full disk cut off in the middle of a line takes no other line with it', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('run', locks);
  const at = join(locks, 'runs/run');
  const writes = fileModule((path, content) => [{ do: 'write', path, content, mode: '0644' }]);
  const write = (name: string) =>
    converge('here', task(writes, { path: join(folder, name), content: 'x' }), new Observations(), remote);
  await write('one');
  // The path of a file that could not be kept, which another one begins with, and the begin of what was done to it.
  appendFileSync(join(at, 'states'), `\n${join(folder, 'two')}`);
  appendFileSync(join(at, 'tasks'), '\n{"task":"tw');
  await write('two');
  await write('three');
  await remote.unlock();
  const kept = keptIn(at);
  const files = ['one', 'two', 'three'].map((name) => ({ path: join(folder, name), before: 'absent' }));
  expect(kept?.files).toMatchObject(files);
  expect(kept?.files.map(({ left, now }) => left === now)).toEqual([true, true, true]);
  expect(kept?.tasks).toHaveLength(3);
});

it.each([
  ['web:www-data', 'directory 0755 web:www-data'],
  ['LAB\\\\web:domain users', 'directory 0755 1001:1002'],
  ['UNKNOWN:www-data', 'directory 0755 1001:1002'],
])('what is owned by %s is kept as %s', (names, state) => {
  const stat = `stat() { case $2 in *%U*) echo '4 directory 0755 ${names}' ;; *) echo '4 directory 0755 1001:1002' ;; esac; }`;
  const script = `${stat}\n${STATE}\nstate / && printf %s "$is"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(state);
});

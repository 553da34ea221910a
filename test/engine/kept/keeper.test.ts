import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { converge } from '../../../src/engine/converge.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { fileAt } from '../../../src/host/files.ts';
import { copy } from '../../../src/modules/copy.ts';
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
  expect(readFileSync(join(at, 'files', old))).toEqual(Buffer.from([0, 255, 10]));
  expect(statSync(join(at, 'files', old)).mode & 0o777).toBe(0o640);
  const states = (name: string) =>
    Object.fromEntries(
      readFileSync(join(at, name), 'utf8')
        .trim()
        .split('\n')
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
  const tasks = readFileSync(join(at, 'tasks'), 'utf8').trim().split('\n');
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
  const { readdirSync } = await import('node:fs');
  expect(readdirSync(join(locks, 'runs'))).toHaveLength(20);
});

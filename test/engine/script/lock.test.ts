import { execFileSync, spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converge } from '../../../src/engine/converge.ts';
import { heldBy, holderOf } from '../../../src/engine/script/holder.ts';
import { lockFunctions } from '../../../src/engine/script/lock.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { NIGHTLY } from '../../sampled.ts';
import { localHost, newLockFolder } from '../local-host.ts';
import { task, writes } from '../task.ts';
import { born, files } from './lock-files.ts';

describe('a task on a host', () => {
  it('is blocked while another run holds the lock, and names it', async () => {
    const locks = newLockFolder();
    const { remote, folder } = localHost('ours', locks);
    const other = localHost('theirs', locks);
    await converge(
      'here',
      task(writes, { path: join(other.folder, 'f'), content: 'x' }),
      new Observations(),
      other.remote,
    );
    const path = join(folder, 'f');
    const { outcome } = await converge(
      'here',
      task(writes, { path, content: 'x' }),
      new Observations(),
      remote,
    );
    expect(outcome).toMatchObject({
      status: 'blocked',
      message: expect.stringMatching(
        /^\S+@test \(run theirs, since \d{4}-.*Z\) is writing to this host; the lock expires in 1\d\d s/,
      ),
    });
    expect(() => readFileSync(path)).toThrow('ENOENT');
    await other.remote.unlock();
    expect(readdirSync(locks)).toEqual(['runs']);
  });

  it('is not held up by the lock that a run left whose shell had ended before its script wrote it', async () => {
    const locks = newLockFolder();
    const { remote, folder } = localHost('ours', locks);
    const until = Math.floor(Date.now() / 1000) + 1000;
    writeFileSync(join(locks, 'virtfleet.lock'), `gone\no@test\n${until}\n999999: 999998:1\n1 \n`);
    const desired = task(writes, { path: join(folder, 'f'), content: 'x' });
    const { outcome } = await converge('here', desired, new Observations(), remote);
    expect(outcome.status).toBe('changed');
  });

  it('is not held up by a run that is over, whose shell the host takes for alive', async () => {
    const locks = newLockFolder();
    const { remote, folder } = localHost('ours', locks);
    const desired = task(writes, { path: join(folder, 'f'), content: 'x' });
    const end = async () => (await converge('here', desired, new Observations(), remote)).outcome.status;
    const alive = `${process.pid}:${born(process.pid)}`;
    const lock = (shell: string) =>
      writeFileSync(join(locks, 'virtfleet.lock'), `lost\nme@test\n9999999999\n${shell}\n1 \n`);
    const asked: string[] = [];
    const isOver = (known: boolean) => async (run: string) => {
      asked.push(run);
      return known;
    };
    lock(`${alive} 999999:1`);
    remote.isOver = isOver(false);
    expect(await end()).toBe('blocked');
    remote.isOver = isOver(true);
    // A guard that is armed has its time.
    lock('');
    expect(await end()).toBe('blocked');
    lock(`${alive} 999999:1`);
    expect(await end()).toBe('changed');
    expect(new Set(asked)).toEqual(new Set(['lost']));
  });

  it('is not held up by the lock of a run that is gone', async () => {
    const locks = newLockFolder();
    const { remote, folder } = localHost('ours', locks);
    const gone = localHost('gone', locks);
    const written = task(writes, { path: join(gone.folder, 'f'), content: 'x' });
    await converge('here', written, new Observations(), gone.remote);
    await gone.remote.close();
    const { outcome } = await converge(
      'here',
      task(writes, { path: join(folder, 'f'), content: 'x' }),
      new Observations(),
      remote,
    );
    expect(outcome.status).toBe('changed');
  });

  it('is not held up by another process that got the id of one that is gone', async () => {
    const locks = newLockFolder();
    const { remote, folder } = localHost('ours', locks);
    const desired = task(writes, { path: join(folder, 'f'), content: 'x' });
    const lock = (process: string) =>
      writeFileSync(join(locks, 'virtfleet.lock'), `gone\nme@test\n9999999999\n${process}\n1 \n`);
    const { pid } = process;
    lock(`${pid}:${born(pid)} ${pid}:${born(pid)}`);
    expect((await converge('here', desired, new Observations(), remote)).outcome.status).toBe('blocked');
    lock(`${pid}:1 ${pid}:1`);
    expect((await converge('here', desired, new Observations(), remote)).outcome.status).toBe('changed');
  });

  it('is not held up by pipes that somebody put where locks lie', async () => {
    const locks = newLockFolder();
    for (const name of ['virtfleet.lock', 'virtfleet.detached']) execFileSync('mkfifo', [join(locks, name)]);
    const { remote, folder } = localHost('ours', locks);
    const desired = task(writes, { path: join(folder, 'f'), content: 'x' });
    const { outcome } = await converge('here', desired, new Observations(), remote);
    expect(outcome.status).toBe('changed');
  });

  it.runIf(process.getuid?.() === 0)(
    'is not held up by the lock of a user who may not write to libvirt',
    async () => {
      const locks = newLockFolder();
      const until = Math.floor(Date.now() / 1000) + 1000;
      for (const name of ['virtfleet.lock', 'virtfleet.detached']) {
        writeFileSync(join(locks, name), `theirs\no@test\n${until}\n\n1 \n`);
        chownSync(join(locks, name), 65534, 65534);
      }
      const { remote, folder } = localHost('ours', locks);
      const desired = task(writes, { path: join(folder, 'f'), content: 'x' });
      const { outcome } = await converge('here', desired, new Observations(), remote);
      expect(outcome.status).toBe('changed');
    },
  );

  it('fails, and says why, where the lock cannot be written', async () => {
    const { remote, folder } = localHost('ours', '/proc/self');
    const path = join(folder, 'f');
    const desired = task(writes, { path, content: 'x' });
    const { outcome } = await converge('here', desired, new Observations(), remote);
    expect(outcome).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(
        /lock .* cannot be written: mktemp: .*\/proc\/self.* Nothing was written/,
      ),
    });
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('tells operators of one name apart by run, address and time', () => {
    const holder = holderOf('alice@laptop\n170\n3f2a9c1e-0000\n1764330000\n10.77.0.1\n');
    expect(heldBy(holder)).toBe(
      'alice@laptop (run 3f2a9c1e, from 10.77.0.1, since 2025-11-28T11:40:00Z) is writing to this host; ' +
        'the lock expires in 170 s. Nothing was written.',
    );
    expect(heldBy(holderOf('a script of alice@laptop\n'))).toMatch(
      /^a script of alice@laptop, begun by an earlier/,
    );
  });
});

it('of many runs that meet an expired lock one gets it', async () => {
  const here = `${process.pid}:${born(process.pid)}`;
  const runs = Array.from({ length: 6 }, (_, index) => `run-${index}`);
  for (let round = 0; round < (NIGHTLY ? 15 : 3); round += 1) {
    const folder = newLockFolder();
    // Of a run whose shell lives: void by its expiry alone.
    writeFileSync(join(folder, 'virtfleet.lock'), `old\nme@test\n1\n${here} ${here}\n1 \n`);
    // To open a pipe waits until another process has it open for writing.
    for (const name of ['go', 'end']) execFileSync('mkfifo', [join(folder, name)]);
    const open = (name: string) => openSync(join(folder, name), 'r+');
    const shells = runs.map((run) => {
      const text = `: <"$0/go"
${lockFunctions({ run, owner: 'me@test', folder })}
lock >/dev/null && : >"$0/got-$run"
: >"$0/done-$run"
: <"$0/end"`;
      return new Promise((resolve) => spawn('sh', ['-c', text, folder]).once('close', resolve));
    });
    const go = open('go');
    await expect.poll(() => files(folder, 'done-').length, { timeout: 30_000 }).toBe(runs.length);
    const end = open('end');
    await Promise.all(shells);
    for (const pipe of [go, end]) closeSync(pipe);
    const [owner] = readFileSync(join(folder, 'virtfleet.lock'), 'utf8').split('\n');
    expect(files(folder, 'got-')).toEqual([`got-${owner}`]);
    expect(files(folder, 'virtfleet.')).toEqual(['virtfleet.lock']);
  }
});

it('what a run does last is done where a run that is over has the lock', async () => {
  const locks = newLockFolder();
  const { remote, folder } = localHost('ours', locks);
  const until = Math.floor(Date.now() / 1000) + 100;
  const alive = `${process.pid}:${born(process.pid)}`;
  writeFileSync(join(locks, 'virtfleet.lock'), `lost\nme@test\n${until}\n${alive} 999999:1\n1 \n`);
  const argv = ['touch', join(folder, 'record')];
  const work = { label: 'record', steps: [{ do: 'run' as const, argv }], before: [], after: [] };
  remote.isOver = async (run) => run === 'lost';
  await remote.unlock({ work, become: false });
  expect(readdirSync(folder)).toEqual(['record']);
  expect(readdirSync(locks)).toEqual([]);
});

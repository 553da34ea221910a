import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { WriteTurns } from '../../src/engine/connection/write-turns.ts';
import { converge } from '../../src/engine/converge.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { fileAt } from '../../src/host/files.ts';
import { lineinfile } from '../../src/modules/lineinfile.ts';
import { recap, stops } from '../../src/plan/outcome.ts';
import { ProbeError } from '../../src/plan/probe.ts';
import { exitCode } from '../../src/report/exit-code.ts';
import { localHost, newLockFolder } from './local-host.ts';
import { fileModule, task, writes } from './task.ts';

describe('a task on a host', () => {
  it('is written and verified in one round trip, and then finds nothing', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, "a 'b' $(touch pwned)");
    const current = new Observations();
    const desired = task(writes, { path, content: 'one\ntwo $HOME `id`' });
    await remote.observe([fileAt(path)], false, current);
    const first = await converge('here', desired, current, remote);
    expect(first.outcome).toMatchObject({ status: 'changed', changes: [{ what: path, before: null }] });
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo $HOME `id`');
    expect(await remote.roundTrips()).toBe(2);
    const second = await converge('here', desired, current, remote);
    expect(second).toMatchObject({ outcome: { status: 'ok', changes: [] }, result: { changed: false } });
    expect(await remote.roundTrips()).toBe(2);
  });

  it('is planned again when the host moved since it was read', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'file');
    writeFileSync(path, 'old');
    const current = new Observations();
    await remote.observe([fileAt(path)], false, current);
    writeFileSync(path, 'somebody else');
    const { outcome } = await converge('here', task(writes, { path, content: 'new' }), current, remote);
    expect(outcome).toMatchObject({
      status: 'changed',
      changes: [{ before: 'somebody else', after: 'new' }],
    });
  });

  it('is done by each of several hosts that delegate to one', async () => {
    const locks = newLockFolder();
    const names = ['web01', 'web02', 'web03', 'web04'];
    const remotes = names.map(() => localHost('one-run', locks));
    const path = join(remotes[0]?.folder ?? '', 'names');
    const turn = new WriteTurns().of('db01');
    const ended = await Promise.all(
      remotes.map(({ remote }, index) => {
        const desired = task(lineinfile, { path, line: names[index] ?? '', create: true });
        remote.turn = turn;
        return converge('here', desired, new Observations(), remote);
      }),
    );
    expect(ended.map(({ outcome }) => [outcome.status, outcome.message])).toEqual(
      names.map(() => ['changed', undefined]),
    );
    expect(readFileSync(path, 'utf8').trim().split('\n').toSorted()).toEqual(names);
  });

  it('is ok when only the next run has a use for what is written', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const remembers = fileModule((file, content) => [{ do: 'write', path: file, content, mode: '0644' }], {
      bookkeeping: true,
    });
    const desired = task(remembers, { path, content: 'x' });
    const { outcome, result } = await converge('here', desired, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'ok', changes: [] });
    expect(result).toMatchObject({ changed: false, failed: false });
    expect(readFileSync(path, 'utf8')).toBe('x');
  });

  it('with side effects has what was observed of all else read again, another what could not be read', async () => {
    const { remote, folder } = localHost();
    const [unread, other] = [fileAt(join(folder, 'gone')), fileAt(join(folder, 'other'))];
    const current = new Observations();
    await remote.observe([other], false, current);
    const refused = {
      ...unread,
      parse: () => {
        throw new ProbeError('no');
      },
    };
    await remote.observe([refused], false, current);
    await converge('here', task(writes, { path: join(folder, 'f'), content: 'x' }), current, remote);
    expect(current.missing([unread, other])).toEqual([unread]);
    const starts = fileModule((file, content) => [{ do: 'write', path: file, content, mode: '0644' }], {
      sideEffects: true,
    });
    const { outcome } = await converge(
      'here',
      task(starts, { path: join(folder, 'g'), content: 'x' }),
      current,
      remote,
    );
    expect(outcome.status).toBe('changed');
    expect(current.missing([other])).toEqual([other]);
  });

  it('that the host refuses to the login user is told with how to be root', async () => {
    const { remote, folder } = localHost();
    const refused = fileModule(() => [
      { do: 'run', argv: ['sh', '-c', 'echo "x: Permission denied" >&2; exit 1'] },
    ]);
    const desired = { path: join(folder, 'f'), content: 'x' };
    const { outcome } = await converge('here', task(refused, desired), new Observations(), remote);
    expect(outcome.message).toMatch(/: Permission denied\nRoot may do this: run again with -b, /);
    const closed = {
      ...fileAt(join(folder, 'f')),
      ask: { kind: 'script', script: 'echo "f: Permission denied" >&2; exit 1', args: [] },
    };
    const unread = { ...refused, observe: () => ({ file: closed }) } as unknown as typeof refused;
    const { outcome: check } = await converge('here', task(unread, desired), new Observations(), remote);
    expect(check).toMatchObject({ status: 'failed', message: expect.stringContaining('run again with -b') });
  });

  it('is not converged when what differed still differs', async () => {
    const { remote, folder } = localHost();
    const desired = task(
      fileModule(() => [{ do: 'run', argv: ['true'] }]),
      { path: join(folder, 'f'), content: 'x' },
    );
    const { outcome, result } = await converge('here', desired, new Observations(), remote);
    expect(outcome).toMatchObject({
      status: 'not-converged',
      message: expect.stringContaining('still differs'),
    });
    expect(result).toMatchObject({ failed: true });
  });

  it('fails with the step that failed and its words, and does no further step', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const failing = fileModule((file, content) => [
      { do: 'run', argv: ['sh', '-c', 'echo "no room" >&2; exit 3'] },
      { do: 'write', path: file, content, mode: '0644' },
    ]);
    const { outcome } = await converge(
      'here',
      task(failing, { path, content: 'x' }),
      new Observations(),
      remote,
    );
    expect(outcome.status).toBe('failed');
    expect(outcome.message).toContain('ended with status 3: no room');
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('is lost when the connection ends while it is being written, whatever errors are ignored', async () => {
    const { remote, folder } = localHost('lost');
    const started = join(folder, 'started');
    const slow = fileModule(() => [{ do: 'run', argv: ['sh', '-c', `touch ${started}; sleep 5`] }]);
    const running = converge(
      'here',
      task(slow, { path: join(folder, 'f'), content: 'x' }, { ignoreErrors: true }),
      new Observations(),
      remote,
    );
    await vi.waitUntil(() => existsSync(started), { timeout: 30_000 });
    await remote.close();
    const { outcome } = await running;
    expect(outcome).toMatchObject({ status: 'lost', changes: [{ after: 'x' }] });
    expect(stops(outcome)).toBe(true);
    expect(exitCode([outcome], { mode: 'apply', exitCode: false })).toBe(2);
    expect(recap([outcome])).toMatchObject({ ok: 0, failed: 1 });
  });
});

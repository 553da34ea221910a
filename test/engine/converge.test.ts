import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { converge } from '../../src/engine/converge.ts';
import { lockFunctions } from '../../src/engine/lock.ts';
import { Observations } from '../../src/engine/observations.ts';
import { command } from '../../src/modules/command.ts';
import { fileAt } from '../../src/plan/files.ts';
import type { ResolvedTask } from '../../src/playbook/task.ts';
import { localHost } from './local-host.ts';
import { fileModule, task, writes } from './task.ts';

// These take the lock of this machine, one after the other.
describe('a task on a host', () => {
  it('is written and verified in one round trip, and then finds nothing', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, "a 'b' $(touch pwned)");
    const seen = new Observations();
    const wanted = task(writes, { path, content: 'one\ntwo $HOME `id`' });
    await remote.observe([fileAt(path)], false, seen);
    const first = await converge('here', wanted, seen, remote);
    expect(first.outcome).toMatchObject({ status: 'changed', changes: [{ what: path, before: null }] });
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo $HOME `id`');
    expect(await remote.roundTrips()).toBe(2);
    const second = await converge('here', wanted, seen, remote);
    expect(second).toMatchObject({ outcome: { status: 'ok', changes: [] }, result: { changed: false } });
    expect(await remote.roundTrips()).toBe(2);
  });

  it('is planned again when the host moved since it was read', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'file');
    writeFileSync(path, 'old');
    const seen = new Observations();
    await remote.observe([fileAt(path)], false, seen);
    writeFileSync(path, 'somebody else');
    const { outcome } = await converge('here', task(writes, { path, content: 'new' }), seen, remote);
    expect(outcome).toMatchObject({
      status: 'changed',
      changes: [{ before: 'somebody else', after: 'new' }],
    });
  });

  it('is ok when only the next run has a use for what is written', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const remembers = fileModule((file, content) => [{ do: 'write', path: file, content, mode: '0644' }], {
      bookkeeping: true,
    });
    const wanted = task(remembers, { path, content: 'x' });
    const { outcome, result } = await converge('here', wanted, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'ok', changes: [] });
    expect(result).toMatchObject({ changed: false, failed: false });
    expect(readFileSync(path, 'utf8')).toBe('x');
  });

  it('that the host refuses to the login user is told with how to be root', async () => {
    const { remote, folder } = localHost();
    const refused = fileModule(() => [
      { do: 'run', argv: ['sh', '-c', 'echo "x: Permission denied" >&2; exit 1'] },
    ]);
    const wanted = { path: join(folder, 'f'), content: 'x' };
    const { outcome } = await converge('here', task(refused, wanted), new Observations(), remote);
    expect(outcome.message).toMatch(/: Permission denied\nRoot may do this: run again with -b, /);
    const closed = {
      ...fileAt(join(folder, 'f')),
      ask: { kind: 'script', script: 'echo "f: Permission denied" >&2; exit 1', args: [] },
    };
    const unread = { ...refused, observe: () => ({ file: closed }) } as unknown as typeof refused;
    const { outcome: check } = await converge('here', task(unread, wanted), new Observations(), remote);
    expect(check).toMatchObject({ status: 'failed', message: expect.stringContaining('run again with -b') });
  });

  it('that runs a command is what the playbook says of its result', async () => {
    const { remote } = localHost();
    const ends = (status: number, more: Partial<ResolvedTask>) => {
      const run = task(command, { argv: ['sh', '-c', `echo said; exit ${status}`] }, more);
      return converge('here', run, new Observations(), remote);
    };
    const changedWhen = ({ rc }: Readonly<Record<string, unknown>>) => rc === 2;
    const failedWhen = ({ rc }: Readonly<Record<string, unknown>>) => rc === 1;
    expect(await ends(0, { changedWhen })).toMatchObject({
      outcome: { status: 'ok', changes: [] },
      result: { changed: false, failed: false, stdout: 'said', rc: 0 },
    });
    expect(await ends(2, { changedWhen, failedWhen })).toMatchObject({
      outcome: { status: 'changed', changes: [{ after: 'run' }] },
      result: { changed: true, failed: false, rc: 2 },
    });
    expect(await ends(1, { changedWhen: false })).toMatchObject({
      outcome: { status: 'failed' },
      result: { failed: true, rc: 1 },
    });
    const { outcome } = await ends(0, { failedWhen: true });
    expect(outcome.status).toBe('failed');
    expect(outcome.message).toMatch(/ended with status 0, which failed_when calls a failure: said$/);
  });

  it('is not converged when what differed still differs', async () => {
    const { remote, folder } = localHost();
    const wanted = task(
      fileModule(() => [{ do: 'run', argv: ['true'] }]),
      { path: join(folder, 'f'), content: 'x' },
    );
    const { outcome, result } = await converge('here', wanted, new Observations(), remote);
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

  it('is blocked while another run holds the lock, and names it', async () => {
    const { remote, folder, open } = localHost('ours');
    const other = localHost('theirs');
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
      message: expect.stringMatching(/@test is writing to this host/),
    });
    expect(() => readFileSync(path)).toThrow('ENOENT');
    await other.remote.unlock();
    const session = await open();
    expect(
      (await session.run('ls /run/lock/virtfleet.lock* /tmp/virtfleet.lock* 2>/dev/null | wc -l')).stdout
        .toString()
        .trim(),
    ).toBe('0');
    await session.close();
  });

  it('is not held up by the lock of a run that is gone', async () => {
    const { remote, folder } = localHost('ours');
    const gone = localHost('gone');
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

  it('is lost when the connection ends while it is being written', async () => {
    const { remote, folder, open } = localHost('lost');
    const started = join(folder, 'started');
    const slow = fileModule(() => [{ do: 'run', argv: ['sh', '-c', `touch ${started}; sleep 5`] }]);
    const running = converge(
      'here',
      task(slow, { path: join(folder, 'f'), content: 'x' }),
      new Observations(),
      remote,
    );
    await vi.waitUntil(() => existsSync(started));
    await remote.close();
    expect((await running).outcome).toMatchObject({ status: 'lost', changes: [{ after: 'x' }] });
    const session = await open();
    await session.run(`${lockFunctions({ run: 'lost', owner: '' })}\nunlock`);
    await session.close();
  });
});

describe('a detached step', () => {
  const detached = (script: string, args: readonly string[] = [], stdin?: string) =>
    fileModule((file) => [
      {
        do: 'detached',
        label: 'a long work',
        script,
        args: [file, ...args],
        ...(stdin !== undefined && { stdin }),
      },
    ]);

  it('has its words, its input, a folder of its own and libvirt, and gives output and status', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const text = `it's "$HOME" $(id) \`id\``;
    const script =
      'printf %s "$2" >"$1"; cat; type libvirt; [ "$PWD" != / ] && : >here; echo why >&2; exit 7';
    const { outcome, result } = await converge(
      'here',
      task(detached(script, [text], 'line\n'), { path, content: text }),
      new Observations(),
      remote,
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(outcome).toMatchObject({ status: 'failed', message: 'a long work ended with status 7: why' });
    expect(result).toMatchObject({ rc: 7, stdout: expect.stringMatching(/^line\nlibvirt is a .*function/) });
  });

  it('reports what a port was without its bridge', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const script = 'printf x >"$1"; echo "without-bridge vnet0 540"';
    const wanted = task(detached(script), { path, content: 'x' });
    const { outcome } = await converge('here', wanted, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'changed', downtimes: [{ interface: 'vnet0', ms: 540 }] });
  });

  it('comes to its end without its session, and the next run waits for that', async () => {
    const { remote, folder } = localHost('cut');
    const path = join(folder, 'f');
    const script = 'touch "$1.began"; sleep 1; printf end >"$1"';
    const cut = converge(
      'here',
      task(detached(script), { path, content: 'end' }),
      new Observations(),
      remote,
    );
    await vi.waitUntil(() => existsSync(`${path}.began`));
    await remote.close();
    expect((await cut).outcome.status).toBe('lost');

    const next = localHost('cut');
    const { outcome } = await converge(
      'here',
      task(writes, { path: join(next.folder, 'g'), content: 'x' }),
      new Observations(),
      next.remote,
    );
    expect(outcome.status).toBe('changed');
    expect(readFileSync(path, 'utf8')).toBe('end');
  });

  it('that is killed fails and leaves the host free', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const wanted = task(detached('kill -9 $$; sleep 5'), { path, content: 'x' });
    const { outcome } = await converge('here', wanted, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'failed', message: 'a long work ended with status 137' });
  });
});

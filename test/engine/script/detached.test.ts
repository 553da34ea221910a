import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { converge } from '../../../src/engine/converge.ts';
import { Observations } from '../../../src/engine/script/observations.ts';
import { localHost, newLockFolder } from '../local-host.ts';
import { fileModule, task, writes } from '../task.ts';

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
    const desired = task(detached(script), { path, content: 'x' });
    const { outcome } = await converge('here', desired, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'changed', downtimes: [{ interface: 'vnet0', ms: 540 }] });
  });

  it('comes to its end without its session, and the next run waits for that', async () => {
    const locks = newLockFolder();
    const { remote, folder } = localHost('cut', locks);
    const path = join(folder, 'f');
    const script = 'touch "$1.began"; sleep 1; printf end >"$1"';
    const cut = converge(
      'here',
      task(detached(script), { path, content: 'end' }),
      new Observations(),
      remote,
    );
    await vi.waitUntil(() => existsSync(`${path}.began`), { timeout: 30_000 });
    await remote.close();
    expect((await cut).outcome.status).toBe('lost');

    const next = localHost('cut', locks);
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
    const desired = task(detached('kill -9 $$; sleep 5'), { path, content: 'x' });
    const { outcome } = await converge('here', desired, new Observations(), remote);
    expect(outcome).toMatchObject({ status: 'failed', message: 'a long work ended with status 137' });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converge } from '../../src/engine/converge.ts';
import { Observations } from '../../src/engine/observations.ts';
import { localHost, newLockFolder } from './local-host.ts';
import { task, writes } from './task.ts';

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
      message: expect.stringMatching(/@test is writing to this host/),
    });
    expect(() => readFileSync(path)).toThrow('ENOENT');
    await other.remote.unlock();
    expect(readdirSync(locks)).toEqual([]);
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
});

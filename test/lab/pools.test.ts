import { describe, expect, it } from 'vitest';
import { changes, drift, HOSTS, onEach, run, write } from './two-hosts.ts';

const DIR = { name: 'vf pool', type: 'dir', target: { path: '/srv/vf-pool', permissions: { mode: '0711' } } };

const pool = (more: object = {}) => ({ name: 'Pool', pool: { ...DIR, ...more } });
const volume = (more: object = {}) => ({
  volume: { pool: 'vf pool', name: 'a.img', capacity: '4M', ...more },
});

describe('a pool in a folder', () => {
  it('is defined, built, started and starts with the host, with a volume', async () => {
    write([pool(), volume()]);
    const plan = await run('--check');
    expect(plan.stdout).toContain('+ pool vf pool: dir, /srv/vf-pool, active, autostart');
    await changes('+ pool vf pool: dir, /srv/vf-pool, active, autostart');
    expect(await onEach('stat -c %a /srv/vf-pool; stat -c %s /srv/vf-pool/a.img')).toEqual(
      HOSTS.map(() => '711\n4194304'),
    );
  });

  it('is found by drift when it was stopped, and started again', async () => {
    await onEach('virsh pool-destroy "vf pool"');
    expect(await drift()).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('pool vf pool: inactive → active'),
    });
    await changes('~ pool vf pool: inactive → active');
  });

  it('gets another folder by a restart', async () => {
    write([pool({ target: { path: '/srv/vf-other' } })]);
    await onEach('mkdir -p /srv/vf-other');
    await changes('~ pool vf pool: target path: /srv/vf-pool → /srv/vf-other');
    expect(await onEach('virsh pool-dumpxml "vf pool" | grep -c /srv/vf-other')).toEqual(
      HOSTS.map(() => '1'),
    );
    write([pool()]);
    await changes('~ pool vf pool: target path: /srv/vf-other → /srv/vf-pool');
  });

  it('has a volume that grows and goes', async () => {
    write([pool(), volume({ capacity: '8M' })]);
    await changes('~ volume a.img of pool vf pool capacity: 4 MiB → 8 MiB');
    write([pool(), volume({ state: 'absent' })]);
    await changes('- volume a.img of pool vf pool');
  });

  it('that cannot start is removed again', async () => {
    await onEach('rm -rf /srv/vf-file; touch /srv/vf-file');
    write([{ pool: { ...DIR, name: 'vf-fs', target: { path: '/srv/vf-file/x' } } }]);
    const { code, stdout } = await run();
    expect({ code, stdout }).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('The pool is removed again'),
    });
    expect(await onEach('virsh pool-list --all --name | grep -c vf-fs || true; rm /srv/vf-file')).toEqual(
      HOSTS.map(() => '0'),
    );
  });

  it('is removed, and its folder stays', async () => {
    write([pool({ state: 'absent' })]);
    await changes('- pool vf pool');
    expect(await onEach('ls -d /srv/vf-pool')).toEqual(HOSTS.map(() => '/srv/vf-pool'));
  });
});

it('pools on devices and servers are stored as predicted', async () => {
  const off = { state: 'inactive' };
  write([
    {
      pool: {
        name: 'vf-fs',
        type: 'fs',
        source: { device: { path: '/dev/sdx' } },
        target: { path: '/mnt/x' },
        ...off,
      },
    },
    {
      pool: {
        ...{ name: 'vf-netfs', type: 'netfs', target: { path: '/mnt/x' }, ...off },
        source: {
          host: { name: 'nfs.example', port: 2049 },
          dir: { path: '/export' },
          format: { type: 'nfs' },
        },
      },
    },
  ]);
  await changes('+ pool vf-netfs: netfs, /mnt/x, inactive');
});

it('what this libvirt has no backend for is refused by it, and said so', async () => {
  write([{ pool: { name: 'vf-zfs', type: 'zfs', source: { name: 'tank' }, state: 'inactive' } }]);
  const { code, stdout } = await run();
  expect(code).toBe(2);
  expect(stdout).toContain('missing backend for pool type');
});

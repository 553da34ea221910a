import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  all,
  answers,
  decided,
  expectReverted,
  folder,
  HOSTS,
  hostsOf,
  indented,
  lab,
  play,
  run,
  snapshot,
  WRONG_ADDRESS,
} from './guarded.ts';
import { KIND, RELEASES } from './releases.ts';

const REVERTED = play({ more: indented(WRONG_ADDRESS) });

beforeAll(() => lab.up({ hosts: 2, releases: RELEASES, ...KIND }));
afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => all((host) => lab.onHost(host, 'rm -rf /var/lib/virtfleet/backups')));

/** A small disk with what the folder has, `size` in blocks of 4 KiB. */
const smallDisk = (path: string, size: number) =>
  `mkdir -p ${path} && cp -a ${path} /root/kept && mount -t tmpfs -o mode=755,size=${size * 4}k tmpfs ${path} &&
   cp -a /root/kept/. ${path}/ && rm -rf /root/kept`;

/** Does something on the host, whatever becomes of the connection, once the steps of the change are done. */
const afterSteps = (does: string) =>
  `setsid sh -c 'until [ -e "$(echo /var/lib/virtfleet/backups/*/result)" ]; do sleep 0.05; done; ${does}' </dev/null >/dev/null 2>&1 &`;

const untilState = 'until [ -e "$(echo /var/lib/virtfleet/backups/*/state)" ]; do sleep 0.1; done';

it.each([
  ['of the files', '/etc/netplan', 5],
  ['of the backups', '/var/lib/virtfleet', 1000],
])('a change is rolled back on a disk %s that has become full', async (_, path, size) => {
  await all(async (host) => {
    await lab.onHost(host, smallDisk(path, size));
    const filler = `${path}/filler`;
    await lab.onHost(
      host,
      afterSteps(`dd if=/dev/zero of=${filler} bs=1k; echo $? >/run/filled; ${untilState}; rm ${filler}`),
    );
  });
  await expectReverted(REVERTED, 'no new connection came in within 8 s');
  await all(async (host) => {
    expect((await lab.onHost(host, 'cat /run/filled')).stdout).toBe('1\n');
    await lab.onHost(
      host,
      `cp -a ${path} /root/kept && umount ${path} && cp -a /root/kept/. ${path}/ && rm -rf /root/kept`,
    );
  });
});

it('files that have become read-only are laid over, and written by the next boot or by hand', async () => {
  const before = await all(snapshot);
  await all(async (host) => {
    await lab.onHost(host, 'mount --bind /etc/netplan /etc/netplan');
    await lab.onHost(host, afterSteps('mount -o remount,bind,ro /etc/netplan'));
  });
  const { stdout } = await run(REVERTED);
  expect(hostsOf('reverted', stdout)).toEqual(HOSTS);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'The disk refuses /etc/netplan/01-uplink.yaml, /etc/netplan/60-virtfleet-br0.yaml: the backup is mounted there',
  );
  expect(await all(decided)).toEqual(HOSTS.map(() => 'reverted\n'));
  await all(async (host) => {
    const { stdout: addresses } = await lab.onHost(host, 'ip -br addr show dev eth0');
    expect(addresses).toContain('10.77.1.');
    if (host === 'hv01') {
      const again = 'sh /var/lib/virtfleet/backups/*/restore';
      await lab.onHost(host, `mount -o remount,bind,rw /etc/netplan; ${again}; umount /etc/netplan`);
    } else {
      await lab.powerOff(host);
      await lab.powerOn(host);
    }
    await answers(host, 60);
  });
  expect(await all(snapshot)).toEqual(before);
});

it('nothing is done, and nothing is left behind, where the disk has no room for the backup', async () => {
  const before = await all(snapshot);
  await all((host) => lab.onHost(host, smallDisk('/var/lib/virtfleet', 100)));
  const path = join(folder, 'command.yaml');
  writeFileSync(
    path,
    JSON.stringify([
      { hosts: 'all', rollout: 'all-at-once', tasks: [{ command: 'ip link add x1 type veth', guard: true }] },
    ]),
  );
  const { stdout, code } = await run(path);
  expect(hostsOf('failed', stdout)).toEqual(HOSTS);
  expect(stdout).toContain('No space left on device');
  expect(code).toBe(2);
  await all(async (host) => {
    const { stdout: left } = await lab.onHost(
      host,
      'ls /var/lib/virtfleet/backups /var/lib/virtfleet/guards',
    );
    expect(left).not.toMatch(/\d{8}T/);
    await lab.onHost(host, 'umount /var/lib/virtfleet');
  });
  expect(await all(snapshot)).toEqual(before);
});

it('what libvirt could not store is not taken for stored', async () => {
  const path = join(folder, 'network.yaml');
  const disk = '/etc/libvirt/qemu/networks';
  const write = (host: object[]) => {
    const range = { start: '10.211.0.10', end: '10.211.0.20' };
    const ip = { address: '10.211.0.1/24', dhcp: { range, host } };
    const network = { name: 'full', bridge: 'full0', ip };
    writeFileSync(path, JSON.stringify([{ hosts: 'all', rollout: 'all-at-once', tasks: [{ network }] }]));
  };
  write([]);
  expect(await run(path)).toMatchObject({ code: 0 });
  await all((host) =>
    lab.onHost(host, `${smallDisk(disk, 24)} && dd if=/dev/zero of=${disk}/filler bs=1k; true`),
  );
  write([{ mac: '52:54:00:21:10:09', ip: '10.211.0.9' }]);
  const failed = await run(path);
  expect(hostsOf('failed', failed.stdout)).toEqual(HOSTS);
  expect(failed.stdout).toContain('No space left on device');
  await all((host) => lab.onHost(host, `umount ${disk}`));
  const again = await run(path);
  expect(hostsOf('changed', again.stdout)).toEqual(HOSTS);
  expect(again.stdout).toContain('network full: transient → persistent');
  await all((host) => lab.onHost(host, 'systemctl restart libvirtd'));
  expect((await run(path)).stdout).toContain('Nothing differs in 1 task');
  await all((host) => lab.onHost(host, 'virsh net-destroy full; virsh net-undefine full'));
});

it('what libvirt forgot behind a full disk starts with the host again', async () => {
  const path = join(folder, 'forgotten.yaml');
  const disk = '/etc/libvirt/qemu/networks';
  const write = (given: object) => {
    const network = { name: 'forgotten', bridge: 'forgot0', state: 'inactive', autostart: true, ...given };
    writeFileSync(path, JSON.stringify([{ hosts: 'all', rollout: 'all-at-once', tasks: [{ network }] }]));
  };
  write({});
  expect(await run(path)).toMatchObject({ code: 0 });
  await all((host) =>
    lab.onHost(host, `${smallDisk(disk, 24)} && dd if=/dev/zero of=${disk}/filler bs=1k; true`),
  );
  write({ mtu: 1400 });
  const failed = await run(path);
  expect(hostsOf('failed', failed.stdout)).toEqual(HOSTS);
  expect(failed.stdout).toContain('libvirt forgets an inactive network or pool that it could not store');
  await all((host) => lab.onHost(host, `rm ${disk}/filler`));
  const again = await run(path);
  expect(hostsOf('changed', again.stdout)).toEqual(HOSTS);
  expect(again).toMatchObject({ code: 0 });
  await all((host) => lab.onHost(host, 'systemctl restart libvirtd'));
  expect((await run(path)).stdout).toContain('Nothing differs in 1 task');

  const link = `ln -s ${disk}/forgotten.xml ${disk}/autostart/forgotten.xml`;
  await all((host) => lab.onHost(host, `virsh net-undefine forgotten && ${link}`));
  write({ autostart: false });
  expect(await run(path)).toMatchObject({ code: 0 });
  write({});
  expect(await run(path)).toMatchObject({ code: 0 });
  expect((await run(path)).stdout).toContain('Nothing differs in 1 task');
  await all((host) => lab.onHost(host, `virsh net-undefine forgotten; umount ${disk}`));
});

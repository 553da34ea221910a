import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTurn } from '../sampled.ts';
import { lab } from './lab.ts';
import { back, haltAt, halted, must, prepare, untilBack } from './restart-host.ts';
import { HOSTS, otherMtu, playbook, removePlaybooks, run, start } from './restart-run.ts';

beforeAll(() => Promise.all(HOSTS.map(prepare)));
afterAll(removePlaybooks);

const MOMENTS = [
  'before net-dumpxml',
  ...['before net-define', 'after net-define', 'before net-destroy', 'after net-destroy'],
  ...['before net-start', 'before ip.batch', 'after ip.batch', 'after net-start'],
];

/** What may happen to the operator, and how the lab is whole again afterwards. */
const FAULTS = {
  'a killed controller': {
    strike: async (controller: ChildProcess) => void controller.kill('SIGKILL'),
    mend: async () => undefined,
  },
  'a link that is down': {
    strike: () => Promise.all(HOSTS.map((host) => lab.setLink(host, 'down'))),
    mend: () => Promise.all(HOSTS.map((host) => lab.setLink(host, 'up'))),
  },
};

const WAYS = ['a killed controller', 'a link that is down'] as const;

describe.each(WAYS)('%s', (way) => {
  const { strike, mend } = FAULTS[way];

  it.each(inTurn(MOMENTS, way, WAYS))('%s leaves the guests on their bridge', async (moment) => {
    await Promise.all(HOSTS.map((host) => haltAt(host, moment)));
    const path = playbook(otherMtu());
    const controller = start(path);
    const ended = once(controller, 'exit');
    try {
      await Promise.all(HOSTS.map(halted));
      await strike(controller);
      await Promise.all(HOSTS.map(untilBack));
    } finally {
      controller.kill('SIGKILL');
      await ended;
      await mend();
    }
    const later = await run(path, '--check');
    expect(later.tasks.map(({ status }) => status)).toEqual(HOSTS.map(() => 'ok'));
  });
});

it('a run waits for the restart of one that is gone', async () => {
  await Promise.all(HOSTS.map((host) => haltAt(host, 'after net-destroy')));
  const gone = start(playbook(otherMtu()));
  await Promise.all(HOSTS.map(halted));
  gone.kill('SIGKILL');
  const next = run(playbook(otherMtu()));
  for (const host of HOSTS) await must(host, 'sleep 3; rm /run/strike');
  const { code, tasks } = await next;
  expect(tasks.map(({ status }) => status)).toEqual(HOSTS.map(() => 'changed'));
  expect(code).toBe(0);
});

it.each(['before net-define', 'before net-destroy', 'before net-start'])(
  'a libvirtd that is away %s is waited for, and the guests have their bridge',
  async (moment) => {
    await Promise.all(HOSTS.map((host) => haltAt(host, moment)));
    const ran = run(playbook(otherMtu()));
    await Promise.all(HOSTS.map(halted));
    const away = 'systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd';
    await Promise.all(
      HOSTS.map((host) => must(host, `${away}; rm /run/strike; sleep 3; systemctl start libvirtd`)),
    );
    const { tasks } = await ran;
    expect(tasks.map(({ status, message }) => [status, message])).toEqual(
      HOSTS.map(() => ['changed', undefined]),
    );
    await Promise.all(HOSTS.map(back));
    for (const host of HOSTS) expect(await must(host, 'ls -d /run/virtfleet-* 2>/dev/null; true')).toBe('');
  },
);

it('a restart outlives its session also where there is no systemd-run', async () => {
  for (const host of HOSTS) await must(host, 'mv /usr/bin/systemd-run /usr/bin/systemd-run.away');
  try {
    await Promise.all(HOSTS.map((host) => haltAt(host, 'after net-destroy')));
    const path = playbook(otherMtu());
    const controller = start(path);
    await Promise.all(HOSTS.map(halted));
    controller.kill('SIGKILL');
    await Promise.all(HOSTS.map(untilBack));
    expect((await run(path)).tasks.map(({ status }) => status)).toEqual(HOSTS.map(() => 'ok'));
  } finally {
    for (const host of HOSTS) await must(host, 'mv /usr/bin/systemd-run.away /usr/bin/systemd-run');
  }
});

it('leaves nothing on the host', async () => {
  for (const host of HOSTS)
    expect(await must(host, 'ls -d /run/virtfleet-*/ /run/lock/virtfleet.detached* 2>/dev/null; true')).toBe(
      '',
    );
});

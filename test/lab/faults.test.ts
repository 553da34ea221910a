import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labBeside } from './lab.ts';

const lab = labBeside('faults');

beforeAll(() => lab.up({ hosts: 1, releases: ['trixie'] }));
afterAll(() => lab.down());

const reachable = async () => {
  const argv = ['ssh', '-F', lab.paths.sshConfig, '-o', 'ConnectTimeout=2', 'hv01', 'true'];
  return (await lab.exec(argv)).code === 0;
};

test('an unplugged host is out of reach, and comes back when plugged in', async () => {
  await lab.setLink('hv01', 'down');
  expect(await reachable()).toBe(false);
  expect((await lab.onHost('hv01', 'hostname')).stdout).toBe('hv01\n');
  await lab.setLink('hv01', 'up');
  // A question for its address that was asked in vain may still fail the first attempt.
  await expect.poll(reachable, { timeout: 10_000 }).toBe(true);
});

test('a power cut takes what runs and keeps what is on the disk', async () => {
  const made = await lab.onHost(
    'hv01',
    'echo kept >/etc/kept; touch /run/lost; ip link add gone type bridge',
  );
  expect(made.code).toBe(0);
  await lab.powerOff('hv01');
  expect(lab.hosts()).toMatchObject([{ running: false }]);
  await expect(lab.onHost('hv01', 'true')).rejects.toThrow('hv01 is not running');

  await lab.powerOn('hv01');
  expect(await reachable()).toBe(true);
  expect((await lab.onHost('hv01', 'cat /etc/kept')).stdout).toBe('kept\n');
  expect((await lab.onHost('hv01', 'test -e /run/lost')).code).toBe(1);
  expect((await lab.onHost('hv01', 'ip link show gone')).code).toBe(1);
});

describe('a guest', () => {
  const name = `it's <"g & 1">`;

  test('runs paused with a tap for each interface, and goes away', async () => {
    await lab.onHost('hv01', 'virsh net-start default && ip link add br0 type bridge && ip link set br0 up');
    await lab.addGuest('hv01', { name, networks: ['default'], bridges: ['br0'] });
    const list = 'virsh list --state-paused --name; ip -o link show type tun';
    const { stdout } = await lab.onHost('hv01', list);
    expect(stdout).toContain(name);
    expect(stdout).toMatch(/vnet\d+: .* master virbr0 /);
    expect(stdout).toMatch(/vnet\d+: .* master br0 /);

    await lab.removeGuest('hv01', name);
    expect((await lab.onHost('hv01', `${list}; virsh list --all --name`)).stdout.trim()).toBe('');
  });
});

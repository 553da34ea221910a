import { beforeEach, describe, expect, it } from 'vitest';
import { NIGHTLY } from '../sampled.ts';
import { changes, drift, HOSTS, onEach, run, write } from './two-hosts.ts';
import { reset, snapshot } from './virtfleet.ts';

beforeEach(() => Promise.all(HOSTS.map(reset)));

const VM1 = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.40.0.11' };
const VM2 = { mac: '52:54:00:00:00:02', name: 'vm2', ip: '10.40.0.12' };
const BY_HAND = `<host mac='52:54:00:00:00:09' name='byhand' ip='10.40.0.99'/>`;

describe('an entry that is no longer written', () => {
  it('goes if it was written at the last apply, alone, and what somebody made stays', async () => {
    write([net([VM1, VM2])]);
    await changes('+ network own');
    await onEach(`virsh net-update own add ip-dhcp-host "${BY_HAND}" --live --config`);
    const before = await onEach('cat /run/libvirt/network/own.pid');

    write([net([VM1])]);
    const stdout = await changes('- reservation vm2: 10.40.0.12');
    expect(stdout).toContain('unmanaged, kept: reservation byhand (10.40.0.99)');
    const call = 'virsh net-update --network own --command delete --section ip-dhcp-host --parent-index 0';
    expect(stdout.match(/^ +\$ .*/gm)?.map((line) => line.replace(/ --xml.*\/>/, ''))).toEqual([
      `    $ ${call} --config`,
      `    $ ${call} --live`,
    ]);
    expect(await onEach('cat /run/libvirt/network/own.pid')).toEqual(before);
    for (const copy of ['', '--inactive'])
      expect(await reservations(copy)).toEqual(['vm1 byhand', 'vm1 byhand']);

    write([net([])]);
    await changes('- reservation vm1: 10.40.0.11');
    expect(await reservations()).toEqual(['byhand', 'byhand']);
    write([net([], { exclusive: true })]);
    await changes('- reservation byhand: 10.40.0.99');
    expect(await reservations()).toEqual(['', '']);
  });

  it('goes too if it was there before, once it was written, which is no change', async () => {
    write([net([VM1, VM2])]);
    await changes('+ network own');
    await onEach('rm -r /var/lib/virtfleet');
    expect(await run('--check', '--exit-code')).toMatchObject({ code: 0 });
    expect(await run('--exit-code')).toMatchObject({ code: 0 });
    expect(await onEach('stat -c "%a %U" /var/lib/virtfleet/networks/*')).toEqual(['644 root', '644 root']);
    const before = await Promise.all(HOSTS.map(snapshot));
    expect(await run()).toMatchObject({ code: 0 });
    expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);

    write([net([VM2])]);
    await changes('- reservation vm1: 10.40.0.11');
  });

  it('is seen by a check that is not root, which has no use for the memory of others', async () => {
    write([net([VM1, VM2])]);
    await changes('+ network own');
    write([net([VM1])]);
    const user = ['-e', 'ansible_user=operator', '-e', 'ansible_become=false'];
    const found = await drift(...user);
    expect(found).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('- reservation vm2: 10.40.0.12'),
    });
    const other = await run('--check', ...user, '-e', 'virtfleet_project=other');
    expect(other).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('unmanaged, kept: reservation vm2'),
    });
  });

  it('is separate from those of the other items of a loop, and of other tasks', async () => {
    const loop = (...hosts: object[]) => ({ ...net(['{{ item }}']), loop: hosts });
    const also = {
      ...net([{ ...VM1, mac: '52:54:00:00:00:03', name: 'vm3', ip: '10.40.0.13' }]),
      name: 'also',
    };
    write([loop(VM1, VM2), also]);
    expect(await run()).toMatchObject({ code: 0 });
    expect(await reservations()).toEqual(['vm1 vm2 vm3', 'vm1 vm2 vm3']);
    expect(await run('--exit-code')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('kept') });

    write([loop(VM2), { ...also, tags: 'also' }]);
    expect((await run('--skip-tags', 'also')).code).toBe(0);
    expect(await reservations()).toEqual(['vm2 vm3', 'vm2 vm3']);
    expect(await run('--exit-code')).toMatchObject({ code: 0 });
  });

  it.runIf(NIGHTLY)('is remembered of a network of any name', async () => {
    const odd = (hosts: object[]) => {
      const task = net(hosts);
      return { ...task, network: { ...task.network, name: `o'dd & "net" ..$(id)` } };
    };
    write([odd([VM1, VM2])]);
    await changes('+ network o');
    write([odd([VM2])]);
    await changes('- reservation vm1: 10.40.0.11');
    expect(await onEach('ls /var/lib/virtfleet/networks | wc -l')).toEqual(['1', '1']);
    write([{ network: { name: `o'dd & "net" ..$(id)`, state: 'absent' } }]);
    await changes('- network o');
    expect(await onEach('ls /var/lib/virtfleet/networks | wc -l')).toEqual(['0', '0']);
  });
});

describe('a copy that somebody changed', () => {
  const stored = 'stat -c "%y %s" /etc/libvirt/qemu/networks/own.xml';
  const running = 'cat /run/libvirt/network/own.pid; virsh net-dumpxml own';

  beforeEach(async () => {
    write([net([VM1, VM2])]);
    expect(await run()).toMatchObject({ code: 0 });
  });

  it('is repaired alone where only what runs is wrong', async () => {
    await onEach(`virsh net-update own delete ip-dhcp-host "<host mac='${VM1.mac}' ip='${VM1.ip}'/>" --live`);
    const before = await onEach(stored);
    const stdout = await changes('+ reservation vm1 (live copy lacks it): 10.40.0.11');
    expect(stdout).toMatch(/net-update .* --live$/m);
    expect(await onEach(stored)).toEqual(before);
    expect(await reservations()).toEqual(['vm1 vm2', 'vm1 vm2']);
  });

  it.runIf(NIGHTLY)('is repaired alone where only the next start would be wrong', async () => {
    await onEach(
      `virsh net-update own delete ip-dhcp-host "<host mac='${VM1.mac}' ip='${VM1.ip}'/>" --config`,
    );
    const before = await onEach(running);
    const stdout = await changes(
      '+ reservation vm1 (persistent copy would lose it at the next start): 10.40.0.11',
    );
    expect(stdout).toMatch(/net-update .* --config$/m);
    expect(await onEach(running)).toEqual(before);
    expect(await reservations('--inactive')).toEqual(['vm1 vm2', 'vm1 vm2']);
  });
});

function net(host: (object | string)[], more: object = {}) {
  const dhcp = { range: { start: '10.40.0.100', end: '10.40.0.200' }, host };
  return {
    network: {
      name: 'own',
      forward: { mode: 'nat' },
      bridge: { name: 'virbr40' },
      ip: { address: '10.40.0.1/24', dhcp },
      ...more,
    },
  };
}

/** Names of the reservations of a copy, on each host. */
async function reservations(copy = ''): Promise<string[]> {
  const found = await onEach(`virsh net-dumpxml own ${copy}`);
  return found.map((xml) => [...xml.matchAll(/<host mac.* name='(\w+)'/g)].map(([, name]) => name).join(' '));
}

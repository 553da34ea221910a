import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { macOf } from '../../src/template/expression/mac.ts';
import { NIGHTLY, sampled } from '../sampled.ts';
import { forecast, mismatches } from './forecast.ts';
import { type InterfaceTraces, interfacesOf } from './guest-traces.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = sampled(oneOfEach().toReversed(), 1);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const path = join(folder, 'play.yaml');
const INVENTORY = ['-i', lab.paths.inventory];

type Task = Record<string, unknown>;
/** The number of an interface and the network, or what else its task says. */
type Plugs = Readonly<Record<number, string | Task>>;

const mac = (number: number) => `{{ mac(inventory_hostname + '/web/${number}') }}`;
const macOn = (host: string, number: number) => macOf(`${host}/web/${number}`);

/** No disk, no firmware to speak of, paused: it takes no CPU. */
const GUEST = {
  name: 'web',
  state: 'paused',
  memory: 16,
  osinfo: 'generic',
  networks: [
    { network: 'left', mac: mac(1) },
    { network: 'right', mac: mac(2) },
  ],
  extra_args: ['--virt-type', 'qemu', '--graphics', 'none'],
};

/** What a host has of the guest when its interfaces are on these networks, on both sides and in the kernel. */
function plugged(host: string, networks: Readonly<Record<number, string>>): Map<string, InterfaceTraces> {
  const bridges: Readonly<Record<string, string>> = { left: 'virbr21', right: 'virbr22' };
  return new Map(
    Object.entries(networks).map(([number, network]) => [
      macOn(host, Number(number)),
      {
        stored: network,
        live: network,
        tap: expect.stringMatching(/^vnet\d+$/) as string,
        index: expect.stringMatching(/^\d+$/) as string,
        bridge: bridges[network] ?? network,
      },
    ]),
  );
}

/** Networks, guest and interfaces as desired, and what they may cause. */
function play(guest: Task, plugs: Plugs, disruption: string) {
  const interfaces = Object.entries(plugs).map(([number, plug]) => ({
    name: `interface ${number}`,
    guest_interface: {
      guest: 'web',
      mac: mac(Number(number)),
      ...(typeof plug === 'string' ? { network: plug } : plug),
    },
  }));
  const tasks = [
    { name: 'left', network: { name: 'left', bridge: { name: 'virbr21' } } },
    { name: 'right', network: { name: 'right', bridge: { name: 'virbr22' } } },
    { name: 'guest', guest },
    ...(guest.state === 'absent' ? [] : interfaces),
  ];
  return stringify([{ hosts: HOSTS.join(','), rollout: 'all-at-once', disruption, tasks }]);
}

/** What libvirt makes up, and nobody can predict. */
const MADE_UP = /\/(xml|uuid|interface): (undefined|""), not /;

/** Makes it so: as the dry run said, and a rerun finds nothing. Gives what the run printed. */
async function become(guest: Task, plugs: Plugs = {}): Promise<string> {
  writeFileSync(path, play({ ...GUEST, ...guest }, plugs, 'link'));
  const predicted = await forecast(path, lab.paths.inventory);
  const { code, stdout, stderr } = await virtfleet('run', path, ...INVENTORY);
  expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' });
  const observed = await forecast(path, lab.paths.inventory);
  for (const host of HOSTS) {
    for (const key of ['guest web', 'guest attachments']) {
      const found = mismatches(predicted[host]?.known[key], observed[host]?.known[key], key);
      expect(found.filter((each) => !MADE_UP.test(each))).toEqual([]);
    }
    expect(Object.values(observed[host]?.steps ?? { none: [1] }).flat()).toEqual([]);
  }
  return stdout;
}

async function onHosts(script: string, ...numbers: number[]): Promise<void> {
  for (const host of HOSTS) {
    const args = numbers.map((number) => macOn(host, number));
    const { code, stderr } = await lab.onHost(host, script, { args });
    expect({ code, stderr }).toMatchObject({ code: 0 });
  }
}

beforeAll(async () => {
  await onHosts('ip link add br21 type bridge && ip link set br21 up');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a guest is created with two networks', async () => {
  await become({});
  for (const host of HOSTS)
    expect(await interfacesOf(host, 'web')).toEqual(plugged(host, { 1: 'left', 2: 'right' }));
  await onHosts('[ "$(virsh domstate web)" = paused ]');
});

it('it gets a third interface, where it runs and where it is stored', async () => {
  await become({}, { 1: 'left', 2: 'right', 3: 'right' });
  for (const host of HOSTS)
    expect(await interfacesOf(host, 'web')).toEqual(plugged(host, { 1: 'left', 2: 'right', 3: 'right' }));
});

it('an interface is moved to another network without being unplugged, with consent only', async () => {
  const before = await Promise.all(HOSTS.map((host) => interfacesOf(host, 'web')));
  const plugs = { 1: 'right', 2: { bridge: 'br21' }, 3: 'right' };
  writeFileSync(path, play(GUEST, plugs, 'service'));
  const refused = await virtfleet('run', path, ...INVENTORY);
  expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('blocked') });
  expect(await Promise.all(HOSTS.map((host) => interfacesOf(host, 'web')))).toEqual(before);

  await become({}, plugs);
  for (const [index, host] of HOSTS.entries()) {
    const is = await interfacesOf(host, 'web');
    expect(is).toEqual(plugged(host, { 1: 'right', 2: 'br21', 3: 'right' }));
    const identity = ({ tap, index: number }: InterfaceTraces) => `${tap} ${number}`;
    expect([...is.values()].map(identity)).toEqual([...(before[index]?.values() ?? [])].map(identity));
  }
});

it('what was changed by hand in one place is found and put right there', async () => {
  await onHosts(
    `interface() { echo "<interface type='network'><mac address='$1'/><source network='left'/><model type='virtio'/></interface>"; }
     tap=$(virsh -q domiflist web | sed -n "s/ *\\(vnet[0-9]*\\) .*$3.*/\\1/p")
     interface $1 | virsh update-device web /dev/stdin --live && interface $2 | virsh update-device web /dev/stdin --config &&
       ip link set "$tap" nomaster`,
    ...[1, 2, 3],
  );
  const printed = await become({}, { 1: 'right', 2: { bridge: 'br21' }, 3: 'right' });
  for (const host of HOSTS) {
    expect(await interfacesOf(host, 'web')).toEqual(plugged(host, { 1: 'right', 2: 'br21', 3: 'right' }));
    expect(printed).toContain(`guest web: interface ${macOn(host, 1)} (live): network left → network right`);
    expect(printed).toContain(
      `guest web: interface ${macOn(host, 2)} (persistent): network left → bridge br21`,
    );
    expect(printed).toMatch(new RegExp(`guest web: vnet\\d+ \\(${macOn(host, 3)}\\) on bridge: virbr22`));
  }
  await onHosts(
    `virsh -q detach-interface web network --mac $1 --config
     echo "<interface type='network'><mac address='$2'/><source network='left'/></interface>" |
       virsh -q attach-device web /dev/stdin --live`,
    ...[1, 4],
  );
  const again = await become({}, { 1: 'right', 2: 'right', 3: 'right', 4: 'left' });
  for (const host of HOSTS) {
    expect(again).toContain(`guest web: interface ${macOn(host, 1)} (persistent): network right`);
    expect(again).toContain(`guest web: interface ${macOn(host, 4)} (persistent): network left`);
  }
});

it('a guest that is stopped and started has what is stored, and no more memory before that', async () => {
  await become({ memory: 32, vcpus: 2, autostart: true }, { 1: 'right', 2: 'right', 3: 'right' });
  const plugs = { 1: 'right', 2: 'right', 3: 'left' };
  await become({ memory: 32, state: 'stopped', force: true }, plugs);
  await onHosts('[ "$(virsh domstate web)" = "shut off" ]');
  await become({ memory: 32, vcpus: 2, autostart: false }, plugs);
  for (const host of HOSTS)
    expect(await interfacesOf(host, 'web')).toEqual(plugged(host, { ...plugs, 4: 'left' }));
  await onHosts('virsh dumpxml web | grep -q "<memory unit=.KiB.>32768<"');
});

/**
 * Does something on the hosts as soon as a detached step has begun there: it stands for the operating system that the
 * guest does not have.
 */
const meanwhile = (script: string) =>
  onHosts(`(
    tries=0
    until set -- /run/virtfleet-????????; [ -d "$1" ] || [ $tries -gt 300 ]; do sleep 0.2; tries=$((tries + 1)); done
    ${script}
  ) >/dev/null 2>&1 &`);

it.runIf(NIGHTLY)(
  'an interface is detached when the guest lets go of it, and until then the task has failed',
  async () => {
    writeFileSync(path, play(GUEST, { 4: { state: 'absent' } }, 'link'));
    const { code, stdout } = await virtfleet('run', path, ...INVENTORY);
    expect({ code, stdout }).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('does not let go of'),
    });
    await onHosts('virsh -q reset web');
    for (const host of HOSTS)
      expect(await interfacesOf(host, 'web')).toEqual(plugged(host, { 1: 'right', 2: 'right', 3: 'left' }));

    // What waits for the guest to let go of a card happens when its machine is reset.
    await meanwhile('for second in 1 2 3 4 5 6; do sleep 2; virsh reset web; done');
    await become({}, { 1: 'right', 2: 'right', 3: { state: 'absent' } });
    for (const host of HOSTS)
      expect(await interfacesOf(host, 'web')).toEqual(plugged(host, { 1: 'right', 2: 'right' }));
  },
);

it('it is asked to shut down, and its power is cut only with force', async () => {
  await become({ state: 'running' });
  writeFileSync(path, play({ ...GUEST, state: 'stopped', shutdown_timeout: 1 }, {}, 'link'));
  const { code, stdout } = await virtfleet('run', path, ...INVENTORY);
  expect(code).toBe(2);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('It did not shut down within 1 s. With force: true');
  await onHosts('[ "$(virsh domstate web)" = running ]');
  await meanwhile('sleep 2; virsh destroy web');
  expect(await become({ state: 'stopped' })).toContain('guest web: running → shut off');
  await become({});
});

it('it is removed, and its disks stay unless the task says otherwise', async () => {
  await become({ state: 'absent', force: true });
  await onHosts('! virsh domstate web');
  const disk = { path: '/var/lib/libvirt/images/web.img', size: 0.01, format: 'raw' };
  await become({ state: 'stopped', disks: [disk] });
  await become({ state: 'absent' });
  await onHosts('[ -e /var/lib/libvirt/images/web.img ]');
  await become({ state: 'stopped', disks: [disk] });
  await become({ state: 'absent', remove_disks: true });
  await onHosts('[ ! -e /var/lib/libvirt/images/web.img ]');
});

import { beforeEach, expect, it } from 'vitest';
import { bundled } from './bundled.ts';
import { lab } from './lab.ts';
import { HOSTS, onEach, PATH, run, write } from './two-hosts.ts';
import { reset } from './virtfleet.ts';

beforeEach(() => Promise.all(HOSTS.map(reset)));

const FORWARDING = { name: 'forwarding', sysctl: { key: 'net.ipv4.ip_forward', value: 1 } };

function net(number: number) {
  const range = { start: `10.${number}.0.100`, end: `10.${number}.0.200` };
  const forward = [{ forward: { mode: 'nat' } }, { forward: { mode: 'route' } }, {}][number % 3];
  return {
    name: `network ${number}`,
    network: {
      ...{ name: `n${number}`, bridge: { name: `virbr${number}` }, ...forward },
      ip: { address: `10.${number}.0.1/24`, dhcp: { range } },
    },
  };
}

it('a new host gets its networks in one script', async () => {
  write([
    FORWARDING,
    ...[41, 42, 43].map(net),
    { name: 'behind', copy: { dest: '/root/behind', content: 'x' } },
  ]);
  const { code, stdout, stderr } = await lab.exec([
    'node',
    bundled('print-round-trips'),
    PATH,
    lab.paths.inventory,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { statuses, roundTrips } = JSON.parse(stdout);
  expect(statuses.filter((one: string) => !one.endsWith(': changed'))).toEqual([]);
  expect(statuses).toHaveLength(10);
  // What is there, all tasks, and the record of what was applied with the lock given back.
  expect(roundTrips).toEqual(Object.fromEntries(HOSTS.map((host) => [host, 3])));
  await onEach('rm /root/behind');
});

it('a network that does not come up keeps what is behind it in the script from beginning', async () => {
  // A folder of that name keeps the network from starting.
  const conf = '/var/lib/libvirt/dnsmasq/n42.conf';
  await onEach(`mkdir -p ${conf}`);
  write([FORWARDING, ...[41, 42, 43].map(net)]);
  const since = await onEach('date +%s');
  const failed = await run();
  expect(failed.code).toBe(2);
  for (const host of HOSTS) expect(failed.stdout).toMatch(new RegExp(`${host} +: ok=0 changed=2 failed=1`));
  expect(failed.stdout).toContain('The network is removed again: it is not there, as before.');
  expect(failed.stdout).toContain('2 tasks not started');
  expect(await onEach('virsh net-list --all --name | grep . | sort | tr -s "\\n" " "')).toEqual([
    'default n41',
    'default n41',
  ]);
  const journal = `journalctl -q -t virtfleet -o cat --since @${Math.min(...since.map(Number))} | sed 's/.*: //'`;
  const begun = ['forwarding', 'network 41', 'network 42', 'record of what was applied'].join('\n');
  expect(await onEach(journal)).toEqual([begun, begun]);

  await onEach(`rmdir ${conf}`);
  const done = await run();
  expect(done.code).toBe(0);
  for (const host of HOSTS) expect(done.stdout).toMatch(new RegExp(`${host} +: ok=2 changed=2 failed=0`));
  expect((await run('--exit-code')).code).toBe(0);
});

it('a link that libvirt left in the way of one of those that one virsh makes is removed', async () => {
  const folder = '/etc/libvirt/qemu/networks';
  write([41, 42, 43].map((number) => ({ network: { name: `n${number}`, bridge: `virbr${number}` } })));
  // The first of all networks makes the chains of libvirt, by a step of its own.
  expect((await run()).code).toBe(0);
  await onEach(`for n in 41 42 43; do virsh net-destroy n$n && virsh net-undefine n$n; done
    ln -s ${folder}/n42.xml ${folder}/autostart/n42.xml`);
  const done = await run();
  expect(done.code).toBe(0);
  for (const host of HOSTS) expect(done.stdout).toMatch(new RegExp(`${host} +: ok=0 changed=3 failed=0`));
  expect((await run('--exit-code')).code).toBe(0);
});

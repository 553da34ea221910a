import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkPage } from '../../src/report/networks/network-page.ts';
import type { FleetNetworks } from '../../src/report/networks/network-rows.ts';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { INVENTORY, virtfleet } from './virtfleet.ts';

// One of each release, read as a user who is not root.
const HOSTS = ['hv01', 'hv03'];
const AS_READER = [...INVENTORY, '-e', 'ansible_user=reader'];
const GUESTS = ['on', 'off', 'shut'];
const MAC = '52:54:00:aa:00:01';

const XML = `<network><name>seen</name><forward mode='nat'/><bridge name='virbr77'/>
  <ip address='10.77.70.1' netmask='255.255.255.0'><dhcp><range start='10.77.70.100' end='10.77.70.109'/></dhcp></ip>
</network>`;
// libvirt stores a quote in this name, and prints XML that is not well-formed.
const BROKEN = `<network><name>broken</name><bridge name='virbr78'/><portgroup name="a'b"/></network>`;
const LEASES = JSON.stringify([
  { 'ip-address': '10.77.70.100', 'mac-address': MAC, hostname: 'web', 'expiry-time': 1_990_000_000 },
  { 'ip-address': '10.77.70.101', 'mac-address': '52:54:00:aa:00:02', 'expiry-time': 0 },
]);

const PREPARE = `
  useradd --create-home --shell /bin/sh reader
  printf %s "$1" >/tmp/seen.xml; printf %s "$2" >/tmp/broken.xml
  virsh net-define /tmp/seen.xml; virsh net-define /tmp/broken.xml
  virsh net-start seen; virsh net-autostart seen
  virsh net-update seen add dns-host "<host ip='10.77.70.9'><hostname>web</hostname></host>" --live
  printf %s "$3" >/var/lib/libvirt/dnsmasq/virbr77.status`;

beforeAll(async () => {
  for (const host of HOSTS) {
    await lab.onHost(host, PREPARE, { args: [XML, BROKEN, LEASES] });
    for (const name of GUESTS) await lab.addGuest(host, { name, networks: ['seen'] });
    const tap = `virsh domiflist off | awk '/^ *vnet/ { print $1 }'`;
    await lab.onHost(host, `virsh destroy shut; ip link set "$(${tap})" nomaster`);
  }
});

describe('virtfleet networks', () => {
  it('lists what there is, with what deserves attention', async () => {
    const { code, stdout, stderr } = await virtfleet('networks', HOSTS.join(':'), ...AS_READER);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^seen +nat +virbr77 +10\.77\.70\.0\/24 +up, live differs, 1 off bridge +2 +2\/10 +hv01, hv03$/m,
    );
    expect(stdout).toMatch(/^broken +- +- +- +unreadable +- +- +hv01, hv03$/m);
    expect(stdout).toContain('(DNS host web only live)');
    expect(stdout).toMatch(/off \(vnet\d+\) is off the bridge virbr77/);
  });

  it('says the same to programs', async () => {
    const { stdout } = await virtfleet('networks', HOSTS.join(':'), ...AS_READER, '--format', 'json');
    const found = JSON.parse(stdout) as FleetNetworks;
    expect(found.unreachable).toEqual([]);
    expect(found.unreadable).toMatchObject(HOSTS.map((host) => ({ host, network: 'broken' })));
    for (const host of HOSTS) {
      expect(found.networks.filter((row) => row.host === host && row.network === 'seen')).toMatchObject([
        {
          mode: 'nat',
          subnet: ['10.77.70.0/24'],
          liveDiffers: ['DNS host web only live'],
          guests: [{ guest: 'on' }, { guest: 'off' }],
          guestsOffBridge: [{ guest: 'off' }],
          leases: { used: 2, addresses: 10, free: 8 },
        },
      ]);
    }
  });

  it('tells which host is out of reach beside the others', async () => {
    await lab.setLink('hv03', 'down');
    const { code, stdout } = await virtfleet('networks', HOSTS.join(':'), ...AS_READER, '-T', '2');
    await lab.setLink('hv03', 'up');
    expect(code).toBe(4);
    expect(stdout).toMatch(/^seen .* hv01$/m);
    expect(stdout).toMatch(/^1 host could not be read\n {2}hv03: The host does not answer: /m);
  });
});

describe.each(sampled(HOSTS, 1))('virtfleet show, on %s', (host) => {
  it('shows a network to people', async () => {
    const { code, stdout, stderr } = await virtfleet('show', `${host}/seen`, ...AS_READER);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}dnsmasq {2}process \d+$/m);
    expect(stdout).toMatch(/^ {2}leases {3}2 of 10 addresses; 8 of the ranges are free$/m);
    expect(stdout).toMatch(/^ {2}on +vnet\d+ +52:54:00:\S+ +virbr77$/m);
    expect(stdout).toMatch(/^ {2}off +vnet\d+ +52:54:00:\S+ +off: on none$/m);
    expect(stdout).toMatch(/^ {2}shut +- +52:54:00:\S+ +not running$/m);
    expect(stdout).toMatch(/^ {2}10\.77\.70\.100 +52:54:00:aa:00:01 +web +2033-01-2\d \d\d:/m);
    expect(stdout).toMatch(/^ {2}10\.77\.70\.101 +52:54:00:aa:00:02 +- +never$/m);
    expect(stdout).toContain('\nDefinition, persistent\n  <network>\n    <name>seen</name>\n');
    const added = stdout.split('\n').filter((line) => /^ {2}[-+] /.test(line));
    expect(added.map((line) => line.slice(2).replace(/^\+ +/, '+'))).toEqual([
      '+<dns>',
      "+<host ip='10.77.70.9'>",
      '+<hostname>web</hostname>',
      '+</host>',
      '+</dns>',
    ]);
  });

  it('shows it to programs', async () => {
    const { stdout } = await virtfleet('show', `${host}/seen`, ...AS_READER, '--format', 'json');
    const { networks } = JSON.parse(stdout) as { networks: NetworkPage[] };
    expect(networks).toMatchObject([
      {
        host,
        network: 'seen',
        active: true,
        guests: [
          { guest: 'off', running: true, onBridge: false, master: null },
          { guest: 'on', running: true, onBridge: true },
          { guest: 'shut', running: false, interface: null },
        ],
        leases: [{ ip: '10.77.70.100', mac: MAC, hostname: 'web' }, { ip: '10.77.70.101' }],
        dnsmasqPid: expect.any(Number),
        xml: { live: expect.stringContaining('<hostname>web</hostname>') },
      },
    ]);
    expect(networks[0]?.xml.persistent).not.toContain('web');
  });

  it('shows one whose definition nobody can read as libvirt prints it', async () => {
    const { code, stdout } = await virtfleet('show', `${host}/broken`, ...AS_READER);
    expect(code).toBe(0);
    expect(stdout).toContain('cannot be read');
    expect(stdout).toContain("<portgroup name='a'b'>");
  });

  it('names the networks that there are', async () => {
    const { code, stdout, stderr } = await virtfleet('show', `${host}/sen`, ...AS_READER);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`  ${host} has no network sen, but broken, default, seen.\n`);
    expect(stderr).toContain('  hint: Did you mean `seen`?\n');
  });
});

it('a check by a user who is not root says where root is needed, and takes nothing hidden for absent', async () => {
  const path = join(tmpdir(), `virtfleet-hidden-${process.pid}.yaml`);
  const task = (file: string) =>
    `- hosts: ${HOSTS[0]}\n  disruption: link\n  tasks: [{ file: { path: ${file}, content: x } }]\n`;
  for (const file of ['/etc/netplan/01-uplink.yaml', '/root/no/such/file']) {
    writeFileSync(path, task(file));
    const { code, stdout } = await virtfleet('drift', path, ...AS_READER);
    expect(code).toBe(0);
    expect(stdout).toContain(`cannot read ${file}: `);
    expect(stdout).toContain('Root may do this: run again with -b, or set become: true on the task or play.');
    expect(await virtfleet('drift', path, ...INVENTORY)).toMatchObject({ code: 3 });
  }
  rmSync(path);
});

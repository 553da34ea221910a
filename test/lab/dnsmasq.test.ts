import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampled } from '../sampled.ts';
import { HOW_TO } from './dnsmasq-how-to.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const HOSTS = sampled(oneOfEach(), 1);
const LEASE = readFileSync(join(import.meta.dirname, 'lease.py'), 'utf8');
const MAC = '52:54:00:99:00:01';
const UNIT = 'virtfleet-dnsmasq@guests.service';
const BRIDGE = { name: 'br9', addresses: ['10.99.0.1/24'], parameters: { stp: false, 'forward-delay': 0 } };

/** An instance as arguments; the namespace behind `br9` is no tap, so it needs uplink_dhcp. */
function guests(more: object = {}): object {
  return {
    name: 'guests',
    interface: ['br9'],
    uplink_dhcp: true,
    domain: 'lab.example',
    local: ['lab.example'],
    'no-hosts': true,
    'no-resolv': true,
    'dhcp-range': [{ start: '10.99.0.100', end: '10.99.0.150', lease: '1h' }],
    'dhcp-host': [{ mac: MAC, ip: '10.99.0.21', name: 'web' }],
    'host-record': [{ name: 'gw.lab.example', ip: '10.99.0.1' }],
    cname: [{ cname: 'www.lab.example', target: 'gw.lab.example' }],
    'ptr-record': [{ name: '5.0.99.10.in-addr.arpa', target: 'five.lab.example' }],
    ...more,
  };
}

/** What a run says of a task of one host. */
async function run(host: string, task: object, how: readonly string[] = []) {
  return runAll(host, [task], how);
}

/** What a run says of the last task of one host. */
async function runAll(host: string, tasks: readonly object[], how: readonly string[] = []) {
  const path = join(folder, `${host}.yaml`);
  writeFileSync(path, JSON.stringify([{ hosts: host, tasks }]));
  const { stdout } = await virtfleet('run', path, '-i', lab.paths.inventory, '--format', 'json', ...how);
  const told = (JSON.parse(stdout) as { tasks: { status: string; message?: string }[] }).tasks.at(-1);
  return { status: told?.status, message: told?.message ?? '' };
}

/** The process of the instance, and all its files. */
async function instance(host: string): Promise<string> {
  const script = `systemctl show -p MainPID -p ActiveState -p UnitFileState ${UNIT}
for file in /etc/virtfleet/dnsmasq/*; do echo "$file"; cat "$file"; done; ls /run | grep kept; true`;
  return (await lab.onHost(host, script)).stdout;
}

async function inGuest(host: string, script: string, ...args: string[]): Promise<string> {
  return (await lab.onHost(host, 'ip netns exec guest9 "$@"', { args: ['sh', '-c', script, 'sh', ...args] }))
    .stdout;
}

/** The address that the guest asks for and is given; with options of its own, the boot server and file of the offer. */
async function lease(host: string, ...options: string[]): Promise<string> {
  return (await inGuest(host, 'script=$1; shift; python3 -c "$script" eth0 "$@"', LEASE, ...options)).trim();
}

/** A guest behind the bridge; beside it libvirt's own dnsmasq. */
const PLUG = `
virsh net-start default
ip netns add guest9
ip link add guest9 type veth peer name eth0 address ${MAC} netns guest9
ip link set guest9 master br9 up
ip -n guest9 link set eth0 up
mkdir -p /etc/netns/guest9
echo nameserver 10.99.0.1 >/etc/netns/guest9/resolv.conf
until [ "$(cat /sys/class/net/guest9/operstate)" = up ]; do sleep 0.1; done`;

beforeAll(async () => {
  await Promise.all(
    HOSTS.map(async (host) => {
      expect(await runAll(host, [{ bridge: BRIDGE }, { dnsmasq: guests() }])).toEqual({
        status: 'changed',
        message: '',
      });
      await lab.onHost(host, PLUG);
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(HOSTS)('a dnsmasq of its own on %s', (host) => {
  it('gives a guest its address and answers its names', async () => {
    expect(await lease(host)).toBe('10.99.0.21');
    await inGuest(host, 'ip addr add 10.99.0.21/24 dev eth0');
    const names = ['gw.lab.example', 'www.lab.example', 'web.lab.example'];
    const answers = await inGuest(
      host,
      'for name; do getent ahostsv4 "$name" | sed -n "s/ .*STREAM.*//p"; done',
      ...names,
    );
    expect(answers.split('\n')).toEqual(['10.99.0.1', '10.99.0.1', '10.99.0.21', '']);
    expect(await inGuest(host, 'getent hosts 10.99.0.5')).toMatch(/ five\.lab\.example\n$/);
  });

  it('is the same process after a change of one reservation, and another after one of an option', async () => {
    const process = async () => /MainPID=\d+/.exec(await instance(host))?.[0];
    const before = await process();
    const moved = { 'dhcp-host': [{ mac: MAC, ip: '10.99.0.22', name: 'web' }] };
    expect(await run(host, { dnsmasq: guests(moved) })).toEqual({ status: 'changed', message: '' });
    expect(await process()).toBe(before);
    expect(await lease(host)).toBe('10.99.0.22');
    expect(await run(host, { dnsmasq: guests(moved) })).toEqual({ status: 'ok', message: '' });
    expect(await run(host, { dnsmasq: guests() })).toEqual({ status: 'changed', message: '' });
    expect(await process()).toBe(before);
    expect(await lease(host)).toBe('10.99.0.21');
    expect(await run(host, { dnsmasq: guests({ 'bogus-priv': true }) })).toMatchObject({ status: 'changed' });
    expect(await process()).not.toBe(before);
    expect(await lease(host)).toBe('10.99.0.21');
  });

  it.each([
    [{ 'dhcp-option': [{ option: 'router' }, { option: 'no-such-option', value: 1 }] }, 'dhcp-option'],
    [{ 'naptr-record': 'x' }, 'NAPTR record'],
  ])('is not given %j, which dnsmasq refuses, and says so before anything is done', async (args, option) => {
    const before = await instance(host);
    const said = new RegExp(`^.*/${host}\\.yaml:1:\\d+: dnsmasq refuses this: bad ${option}\n  \\S+=`);
    for (const how of [[], ['--check']]) {
      const told = await run(host, { dnsmasq: guests(args) }, how);
      expect(told).toEqual({ status: 'failed', message: expect.stringMatching(said) });
    }
    expect(await instance(host)).toBe(before);
  });

  it('boots a client by what it says of itself', async () => {
    const boot = {
      'dhcp-match': { set: 'efi', option: 'client-arch', value: 7 },
      'dhcp-userclass': { set: 'ipxe', class: 'iPXE' },
      'dhcp-boot': [
        { tag: ['efi', '!ipxe'], file: 'ipxe.efi' },
        { tag: 'ipxe', file: 'http://10.99.0.3/boot?a=1,2#x' },
        { file: 'pxelinux.0', server: '10.99.0.3' },
      ],
    };
    expect(await run(host, { dnsmasq: guests(boot) })).toMatchObject({ status: 'changed' });
    expect(await run(host, { dnsmasq: guests(boot) })).toMatchObject({ status: 'ok' });
    const [bios, efi, ipxe] = ['5d020000', '5d020007', '4d0469505845'];
    expect(await lease(host, bios)).toBe('10.99.0.3 pxelinux.0');
    expect(await lease(host, efi)).toBe('10.99.0.1 ipxe.efi');
    expect(await lease(host, efi, ipxe)).toBe('10.99.0.1 http://10.99.0.3/boot?a=1,2#x');
    expect(await run(host, { dnsmasq: guests() })).toMatchObject({ status: 'changed' });
  });

  it('takes what how-tos write', async () => {
    const other = { name: 'other', 'listen-address': '127.0.0.99', 'bind-interfaces': true, ...HOW_TO };
    expect(await run(host, { dnsmasq: other })).toEqual({ status: 'changed', message: '' });
    expect(await run(host, { dnsmasq: other })).toEqual({ status: 'ok', message: '' });
    const answer = await lab.onHost(
      host,
      'printf "nameserver 127.0.0.99\n" >/run/resolv.conf; unshare -m sh -c "mount --bind /run/resolv.conf /etc/resolv.conf; getent ahostsv4 one.apps.lab; getent hosts 10.8.0.9"',
    );
    expect(answer.stdout).toMatch(/^10\.8\.0\.77 +STREAM[\s\S]*^10\.8\.0\.9 +nas\b/m);
    expect(await run(host, { dnsmasq: { name: 'other', state: 'absent' } })).toMatchObject({
      status: 'changed',
    });
  });

  it('has its old files back when it does not come up with the new ones', async () => {
    const files = (text: string) => text.replace(/MainPID=\d+/, '');
    const before = await instance(host);
    const told = await run(host, { dnsmasq: guests({ 'enable-tftp': true, 'tftp-root': '/no/such' }) });
    expect(told.status).toBe('failed');
    expect(told.message).toMatch(
      /does not come up: .*\/no\/such.*\nThe old files are back and it serves again\.$/s,
    );
    expect(files(await instance(host))).toBe(files(before));
    expect(before).toContain('ActiveState=active\nUnitFileState=enabled');
    expect(await lease(host)).toBe('10.99.0.21');
  });

  it('goes on when another does not come up', async () => {
    const before = await instance(host);
    const other = { name: 'other', 'listen-address': ['10.99.0.1'] };
    const told = await run(host, { dnsmasq: other });
    expect(told).toEqual({
      status: 'failed',
      message: expect.stringMatching(/10\.99\.0\.1: Address already in use/),
    });
    expect(await instance(host)).toBe(before);
    expect(await run(host, { dnsmasq: { ...other, port: 5353 } })).toMatchObject({ status: 'changed' });
    expect(await run(host, { dnsmasq: { name: 'other', state: 'absent' } })).toMatchObject({
      status: 'changed',
    });
    expect(await instance(host)).toBe(before);
  });

  it('is kept from serving where others do, and where nobody is', async () => {
    const second = {
      name: 'other',
      interface: 'br9',
      uplink_dhcp: true,
      'dhcp-range': { start: '10.99.0.2', end: '10.99.0.9' },
    };
    expect(await run(host, { dnsmasq: second })).toEqual({
      status: 'failed',
      message: expect.stringMatching(/^The instance guests has the name service and DHCP on br9 already\./),
    });
    expect(
      await run(host, { dnsmasq: guests({ 'dhcp-range': { start: '10.98.0.2', end: '10.98.0.9' } }) }),
    ).toEqual({
      status: 'failed',
      message: expect.stringMatching(
        /^dhcp-range 10\.98\.0\.2 .* outside of the networks of br9, which has 10\.99\.0\.0\/24/,
      ),
    });
    expect(
      await run(host, { dnsmasq: { name: 'other', interface: 'br99', 'bind-interfaces': true } }),
    ).toEqual({
      status: 'failed',
      message: expect.stringMatching(/^This host has no interface br99: .* Did you mean `br9`\?$/),
    });
    const range = { 'dhcp-range': [{ start: '192.168.122.20', end: '192.168.122.30' }] };
    expect(await run(host, { dnsmasq: { name: 'other', interface: ['virbr0'], ...range } })).toEqual({
      status: 'failed',
      message: expect.stringMatching(/^On virbr0 the network default has a dnsmasq of libvirt's/),
    });
    expect(await run(host, { dnsmasq: guests({ uplink_dhcp: false }) })).toEqual({
      status: 'failed',
      message: expect.stringMatching(/^br9 has the port guest9, /),
    });
  });
});

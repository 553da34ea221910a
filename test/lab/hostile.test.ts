import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { must } from './restart-host.ts';
import { HOSTS } from './two-hosts.ts';
import { reset, virtfleet } from './virtfleet.ts';

// Guests call themselves what they like, and users of a host write what they like to its journal.
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-hostile-'));
const [FIRST = '', SECOND = ''] = HOSTS;
const ASK = readFileSync(join(import.meta.dirname, 'hostile-names.py'), 'utf8');

const NAMES = [
  'plain',
  '<script>alert(1)</script>',
  '\x1b[31mred',
  'a b;rm -rf $(id)',
  '--all',
  'new\nline',
  '',
];
/** libvirt 11.3 writes it to a file that it then cannot read; 9.0 leaves the lease out. */
const BROKEN = 'fffe';

const SITE = `
- hosts: ${HOSTS.join(',')}
  rollout: all-at-once
  become: true
  tasks:
    - network:
        name: hostile
        forward: { mode: nat }
        bridge: { name: virbr86 }
        ip: { address: 10.86.0.1/24, dhcp: { range: { start: 10.86.0.100, end: 10.86.0.150 } } }
`;

/** A namespace that is plugged in like a guest. */
const PLUG = `
ip netns add hostile; ip link add hostile0 type veth peer name eth0 netns hostile
ip link set hostile0 master virbr86 up; ip -n hostile link set lo up; ip -n hostile link set eth0 up
ip -n hostile addr add 169.254.9.9/16 dev eth0; ip -n hostile route add default dev eth0
timeout 60 sh -c 'until bridge link show dev hostile0 | grep -q "state forwarding"; do sleep 0.1; done'`;
const FORGED = 'DHCPDISCOVER(virbr86) 52:54:00:00:66:00 no address available';

const limited = ['-i', lab.paths.inventory, '-l', HOSTS.join(':')];
const named = (host: string, ...hex: readonly string[]) =>
  must(
    host,
    `cat >/run/hostile.py; ip netns exec hostile python3 /run/hostile.py eth0 10.86.0.1 ${hex.join(' ')}`,
    {
      stdin: ASK,
    },
  );

beforeAll(async () => {
  await Promise.all(HOSTS.map(reset));
  writeFileSync(join(folder, 'site.yaml'), SITE);
  expect(await virtfleet('run', join(folder, 'site.yaml'), ...limited)).toMatchObject({ code: 0 });
  for (const host of HOSTS) {
    await must(host, PLUG);
    await named(host, ...NAMES.map((name) => Buffer.from(name).toString('hex') || '00'));
    await must(host, `su nobody -s /bin/sh -c "logger -t dnsmasq-dhcp '${FORGED}'"; journalctl --sync`);
  }
});
afterAll(async () => {
  for (const host of HOSTS) await lab.onHost(host, 'ip netns delete hostile; rm -f /run/hostile.py');
  await Promise.all(HOSTS.map(reset));
  rmSync(folder, { recursive: true });
});

describe('guests with hostile names', () => {
  it('are all told of, and their names are texts', async () => {
    const { code, stdout } = await virtfleet('leases', ...limited);
    expect(code).toBe(0);
    expect(new Set(stdout.match(/52:54:00:00:66:\d\d/g)).size).toBe(NAMES.length);
    expect(stdout).toContain('<script>alert(1)</script>');
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  });

  it('are no markup in a page', async () => {
    const page = join(folder, 'page.html');
    await virtfleet('drift', join(folder, 'site.yaml'), ...limited, '--history', 'none', '--html', page);
    expect(readFileSync(page, 'utf8')).toContain('virbr86');
    expect(readFileSync(page, 'utf8')).not.toContain('<script>alert');
  });
});

it('what a user wrote to the journal under the name of dnsmasq is no cause', async () => {
  const { stdout } = await virtfleet(
    'doctor',
    `${FIRST}/hostile`,
    '-i',
    lab.paths.inventory,
    '--format',
    'json',
  );
  expect(JSON.parse(stdout)).toHaveProperty('findings');
  expect(stdout).not.toContain('no address available');
});

it('leases that libvirt cannot read are said to be unread, and hide nothing else', async () => {
  await named(SECOND, BROKEN);
  const { stdout: said } = await lab.onHost(SECOND, 'virsh net-dhcp-leases hostile 2>&1');
  const isBroken = said.includes('invalid json');
  const { stdout, stderr } = await virtfleet('networks', ...limited);
  expect(stdout + stderr).toContain('hostile');
  expect((stdout + stderr).includes('cannot read its leases')).toBe(isBroken);
  const audited = await virtfleet('audit', '-i', lab.paths.inventory, '-l', SECOND);
  expect(audited.stdout.includes('leases-unreadable')).toBe(isBroken);
});

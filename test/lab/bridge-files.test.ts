import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { must } from './restart-host.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-bridge-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OTHER = '/etc/netplan/50-lab.yaml';
const ORIGINAL = `# by hand
network:
  version: 2
  ethernets:
    vfp1: {addresses: [10.97.1.1/24]}
    vfp2: {addresses: [10.97.2.1/24]}
`;

describe.each(sampled(HOSTS, 1))('on %s', (host) => {
  beforeEach(async () => {
    await must(
      host,
      `for link in vfp1 vfp2; do ip link add $link type veth peer name far-$link && ip link set far-$link up; done`,
    );
  });
  afterEach(async () => {
    await lab.onHost(
      host,
      `rm -f ${OTHER} /etc/netplan/60-virtfleet-vf* /usr/local/bin/netplan /usr/local/bin/networkctl
       for link in vfb1 vfb2 vfp1 vfp2; do ip link delete $link; done; netplan apply; rm -rf /var/lib/virtfleet; true`,
    );
  });

  /** A run, or a dry run, of these bridges, each by a task of its own. */
  async function bridges(command: readonly string[], ...all: object[]) {
    const path = join(folder, 'play.yaml');
    const tasks = all.map((bridge, index) => ({ name: `Bridge ${index}`, bridge }));
    writeFileSync(path, JSON.stringify([{ hosts: [host], disruption: 'link', tasks }]));
    const ran = await virtfleet('run', path, '-i', lab.paths.inventory, '--format', 'json', ...command);
    const { tasks: outcomes } = JSON.parse(ran.stdout) as {
      tasks: { status: string; message?: string; changes: { what: string }[] }[];
    };
    return { code: ran.code, outcomes, statuses: outcomes.map(({ status }) => status) };
  }

  const describedBy = (text: string) =>
    must(host, `(umask 077; cat >${OTHER}); netplan apply`, { stdin: text });
  const mtu = (link: string) => must(host, `cat /sys/class/net/${link}/mtu`);

  it('a task may lie on the bridge of another: netplan is asked of the files of both', async () => {
    const trunk = { name: 'vfb2', interfaces: ['vfp1'] };
    const on = { name: 'vfb1', interfaces: ['vfb2.7'], vlans: { 'vfb2.7': { id: 7, link: 'vfb2' } } };
    expect(await bridges(['--check'], trunk, on)).toMatchObject({
      code: 0,
      statuses: ['would-change', 'would-change'],
    });
    const [made, laid] = (await bridges([], trunk, on)).outcomes;
    expect(made?.status).toBe('changed');
    // Not every kernel has VLANs; netplan takes the files all the same.
    expect(laid?.message ?? '').not.toContain('netplan');
    await must(host, 'netplan generate');
    expect(await must(host, 'cat /run/systemd/network/10-netplan-vfb2.network')).toContain('VLAN=vfb2.7');
  });

  it('what netplan refuses is refused by the dry run', async () => {
    await must(host, `umask 077; cat >${OTHER}`, {
      stdin: 'network: { version: 2, ethernets: { vfp2: { mtu: much } } }\n',
    });
    const { code, outcomes } = await bridges(['--check'], { name: 'vfb1', interfaces: ['vfp1'] });
    expect(code).toBe(2);
    expect(outcomes).toMatchObject([{ status: 'failed' }]);
    expect(outcomes[0]?.message).toContain(`netplan refuses its files with this change:\n${OTHER}:1:`);
  });

  it('what others wrote about the link of the session, and never applied, is not applied by the way', async () => {
    const link = (await must(host, 'ip -o route get 10.77.0.1')).replace(/.* dev (\S+) .*/s, '$1');
    await must(host, `umask 077; cat >${OTHER}`, {
      stdin: `network: { version: 2, ethernets: { ${link}: { mtu: 1400 } } }\n`,
    });
    const bridge = { name: 'vfb1', interfaces: ['vfp1'] };
    for (const mode of [['--check'], []]) {
      const { outcomes } = await bridges(mode, bridge);
      expect(outcomes).toMatchObject([
        {
          status: 'failed',
          message: expect.stringContaining(`change ${link} in a way that is not applied yet`),
        },
      ]);
    }
    expect(await must(host, 'ls /etc/netplan')).not.toContain('vfb1');
    expect(await mtu(link)).toBe('1500\n');
  });

  it('two bridges take a file over, one after the other; when both are gone it is as it was', async () => {
    await describedBy(ORIGINAL);
    const one = { name: 'vfb1', interfaces: ['vfp1'], addresses: ['10.97.1.1/24'], takes_over: [OTHER] };
    const two = { name: 'vfb2', interfaces: ['vfp2'], addresses: ['10.97.2.1/24'], takes_over: [OTHER] };
    expect((await bridges([], one, two)).statuses).toEqual(['changed', 'changed']);
    const gone = (bridge: object) => ({ ...bridge, state: 'absent' });
    expect((await bridges([], gone(one), two)).statuses).toEqual(['changed', 'ok']);
    const left = await must(host, `cat ${OTHER}`);
    expect(left).toContain('10.97.1.1/24');
    expect(left).not.toContain('10.97.2.1/24');
    expect((await bridges([], gone(one), gone(two))).statuses).toEqual(['ok', 'changed']);
    expect(await must(host, `cat ${OTHER}`)).toBe(ORIGINAL);
    expect(await must(host, 'ls /var/lib/virtfleet/taken-over')).toBe('');
  });

  it('an entry that finds a port by match is seen, and taken over where it is for that port alone', async () => {
    await describedBy(
      'network: { version: 2, ethernets: { all: { match: { name: "vfp*" }, dhcp4: false } } }\n',
    );
    const bridge = { name: 'vfb1', interfaces: ['vfp1'], takes_over: [OTHER] };
    const [refused] = (await bridges([], bridge)).outcomes;
    expect(refused?.message).toContain(`${OTHER} describes vfp1, vfp2 as all, by match.`);
    const both = { ...bridge, interfaces: ['vfp1', 'vfp2'] };
    expect((await bridges([], both)).statuses).toEqual(['changed']);
    expect(await must(host, 'ls /sys/class/net/vfb1/brif')).toBe('vfp1\nvfp2\n');
    expect((await bridges([], both)).statuses).toEqual(['ok']);
  });

  it('a key that is taken out of the task goes from the kernel, for ports too', async () => {
    const bare = { name: 'vfb1', interfaces: ['vfp1'], parameters: { stp: false } };
    const full = {
      ...bare,
      mtu: 9000,
      ethernets: { vfp1: { mtu: 9000 } },
      parameters: { stp: false, priority: 7 },
      nameservers: { addresses: ['10.97.1.53'] },
    };
    expect((await bridges([], full)).statuses).toEqual(['changed']);
    expect([await mtu('vfb1'), await mtu('vfp1')]).toEqual(['9000\n', '9000\n']);
    expect((await bridges([], full)).statuses).toEqual(['ok']);
    expect((await bridges([], bare)).statuses).toEqual(['changed']);
    expect([await mtu('vfb1'), await mtu('vfp1')]).toEqual(['1500\n', '1500\n']);
    expect(await must(host, 'cat /sys/class/net/vfb1/bridge/priority')).toBe('32768\n');
    expect((await bridges([], bare)).statuses).toEqual(['ok']);
  });

  it('files that were written and not applied are applied by the next run, though the kernel shows nothing', async () => {
    const bridge = { name: 'vfb1', interfaces: ['vfp1'], parameters: { stp: false } };
    expect((await bridges([], bridge)).statuses).toEqual(['changed']);
    const other = { ...bridge, 'accept-ra': false };
    await must(
      host,
      `for name in netplan networkctl; do
         printf '#!/bin/sh\\n[ "$1" != generate ] || exec /usr/sbin/netplan "$@"\\necho not today >&2; exit 1\\n' >/usr/local/bin/$name
         chmod +x /usr/local/bin/$name
       done`,
    );
    expect((await bridges([], other)).statuses).toEqual(['failed']);
    await must(host, 'rm /usr/local/bin/netplan /usr/local/bin/networkctl');
    const again = await bridges([], other);
    expect(again.statuses).toEqual(['changed']);
    expect(again.outcomes[0]?.changes).toMatchObject([{ what: expect.stringContaining('files of netplan') }]);
    expect((await bridges([], other)).statuses).toEqual(['ok']);
  });
});

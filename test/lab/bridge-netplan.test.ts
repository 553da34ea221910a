import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { KERNEL_DEFAULTS } from '../../src/bridge/kernel/link.ts';
import { settleStep } from '../../src/bridge/kernel/steps.ts';
import { sampled } from '../sampled.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { must } from './restart-host.ts';
import { virtfleet } from './virtfleet.ts';

const HOSTS = oneOfEach();
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-bridge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BRIDGE = {
  name: 'br0',
  interfaces: ['bond0', 'eth3.10'],
  bonds: {
    bond0: {
      interfaces: ['eth1', 'eth2'],
      mtu: 9000,
      parameters: { mode: '802.3ad', 'lacp-rate': 'fast', 'mii-monitor-interval': 100 },
    },
  },
  vlans: {
    'eth3.10': { id: 10, link: 'eth3' },
    'br0.20': { id: 20, link: 'br0', addresses: ['10.1.1.1/24'] },
  },
};

it.each(sampled(HOSTS, 1))(
  'netplan of %s makes the bonds and VLANs that the task describes',
  async (host) => {
    const path = join(folder, 'play.yaml');
    writeFileSync(path, JSON.stringify([{ hosts: [host], tasks: [{ bridge: BRIDGE }] }]));
    const rendered = await virtfleet('render', path, '-i', lab.paths.inventory, '--out', folder);
    expect(rendered).toMatchObject({ code: 0, stderr: '' });
    const file = '/etc/netplan/60-virtfleet-br0.yaml';
    const units = await must(
      host,
      `root=$(mktemp -d) && mkdir -p $root/etc/netplan && (umask 077; cat >$root${file})
     netplan generate --root-dir $root && cd $root/run/systemd/network && grep -r . . ; rm -r $root`,
      { stdin: readFileSync(join(folder, host, file), 'utf8') },
    );
    for (const line of [
      'eth1.network:Bond=bond0',
      'eth2.network:Bond=bond0',
      'bond0.netdev:Mode=802.3ad',
      'bond0.netdev:LACPTransmitRate=fast',
      'bond0.netdev:MTUBytes=9000',
      'bond0.network:Bridge=br0',
      'eth3.network:VLAN=eth3.10',
      'eth3.10.netdev:Id=10',
      'eth3.10.network:Bridge=br0',
      'br0.network:VLAN=br0.20',
      'br0.20.network:Address=10.1.1.1/24',
    ])
      expect(units).toContain(`10-netplan-${line}`);
  },
);

it.each(sampled(HOSTS.toReversed(), 1))(
  'on %s a bridge comes, changes and goes, and no other link is touched',
  async (host) => {
    const path = join(folder, 'links.yaml');
    // networkd takes what it did not put there off a link that it reconfigures. That of trixie does this after any
    // daemon-reload, with which netplan rewrites its files.
    await must(
      host,
      `networkctl reload
     stays=0
     until [ $stays -ge 6 ]; do
       if ip -br address show dev eth0 | grep -q 10.98.0.1; then stays=$((stays + 1)); else stays=0; ip address add 10.98.0.1/32 dev eth0; fi
       sleep 1
     done
     ip link add vfp0 type veth peer name vfp1
     ip monitor link address >/tmp/monitor 2>&1 </dev/null & echo $! >/tmp/monitor.pid`,
    );
    try {
      for (const bridge of [
        { name: 'vfb0', interfaces: ['vfp0'], addresses: ['10.97.0.1/24'], parameters: { stp: false } },
        { name: 'vfb0', interfaces: [], addresses: ['10.97.0.2/24'], parameters: { stp: false } },
        { name: 'vfb0', state: 'absent' },
      ]) {
        writeFileSync(path, JSON.stringify([{ hosts: [host], disruption: 'link', tasks: [{ bridge }] }]));
        const ran = await virtfleet('run', path, '-i', lab.paths.inventory);
        expect(ran).toMatchObject({ code: 0, stderr: '' });
        expect(await must(host, 'ip -br address show dev eth0')).toContain('10.98.0.1/32');
      }
      const said = await must(host, 'cat /tmp/monitor');
      expect(said).toContain('vfb0');
      expect(said).not.toContain('eth0');
    } finally {
      await must(
        host,
        `kill $(cat /tmp/monitor.pid); ip address delete 10.98.0.1/32 dev eth0; ip link delete vfp0
       rm -f /tmp/monitor /tmp/monitor.pid`,
      );
    }
  },
);

it.each(HOSTS)('a link of %s that networkd is about to configure anew has not settled', async (host) => {
  const bridge = { ...KERNEL_DEFAULTS, stp: false };
  const link = { exists: true, mtu: 1500, up: false, bridge, ports: [], addresses: [], routes: [] } as const;
  const step = settleStep('settles0', link);
  if (step.do !== 'script') throw new Error('It is no script.');
  const words = step.args.map((word) => `'${word}'`).join(' ');
  const state = (name: string) => `echo ADMIN_STATE=${name} >"$state"`;
  const { stdout } = await lab.onHost(
    host,
    `ip link add settles0 type bridge; trap 'ip link delete settles0' EXIT
     networkctl status settles0 >/dev/null; sleep 1
     state=/run/systemd/netif/links/$(cat /sys/class/net/settles0/ifindex)
     ${state('initialized')}
     (set -- ${words}; ${step.script}
     echo settled) & sleep 1.5; echo configures; ${state('configuring')}; wait`,
  );
  expect(stdout).toBe('configures\nsettled\n');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applied, forecast, unlikePredicted } from './forecast.ts';
import { lab } from './lab.ts';
import { RELEASES } from './releases.ts';
import { virtfleet } from './virtfleet.ts';

// Virtual machines: bonds and VLANs are of a kernel. The ports of the one are wired to those of the other.
const HOSTS = ['hv01', 'hv02'] as const;
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const PATH = join(folder, 'site.yaml');
const INVENTORY = ['-i', lab.paths.inventory];

beforeAll(() => lab.up({ hosts: 2, vm: true, releases: RELEASES.slice(0, 1) }), 1_800_000);
afterAll(() => rmSync(folder, { recursive: true }));

const LACP = { mode: '802.3ad', 'lacp-rate': 'fast', 'mii-monitor-interval': 100 };
const BOND = { interfaces: ['eth1', 'eth2'], mtu: 1600, parameters: LACP };
const VLANS = {
  'bond0.20': { id: 20, link: 'bond0' },
  'bond0.30': { id: 30, link: 'bond0', addresses: ['10.30.0.{{ n }}/24'] },
};

/** A bridge over a VLAN of the bond, and a VLAN for the host itself. */
function write(bond: object = BOND, vlans: object = VLANS, more: object = {}): void {
  const bridge = {
    ...{
      name: 'br20',
      interfaces: ['bond0.20'],
      addresses: ['10.20.0.{{ n }}/24'],
      parameters: { stp: false },
    },
    ...{ bonds: { bond0: bond }, vlans, ...more },
  };
  const vars = { n: "{{ inventory_hostname | replace('hv0', '') }}" };
  const play = {
    hosts: HOSTS.join(','),
    disruption: 'link',
    rollout: 'all-at-once',
    vars,
    tasks: [{ bridge }],
  };
  writeFileSync(PATH, JSON.stringify([play]));
}

const run = (...words: string[]) => virtfleet('run', PATH, ...INVENTORY, ...words);

/** A run that says this of both hosts leaves them as it was foreseen, and the next finds nothing. */
async function changes(...lines: string[]): Promise<void> {
  const predicted = await forecast(PATH, lab.paths.inventory);
  const done = await run();
  expect(done, done.stdout).toMatchObject({ code: 0, stderr: '' });
  for (const line of lines) expect(done.stdout).toContain(`  ${line}\n`);
  const observed = await applied(PATH, lab.paths.inventory);
  for (const host of HOSTS) {
    expect(unlikePredicted(predicted[host]?.known, observed[host]?.known)).toEqual([]);
    expect(Object.values(observed[host]?.outcomes ?? {})).toMatchObject([{ status: 'ok' }]);
  }
}

async function onHost(host: string, command: string): Promise<string> {
  const { code, stdout, stderr } = await lab.onHost(host, command);
  if (code !== 0) throw new Error(`${host}, ${command}: ${stderr}`);
  return stdout.trim();
}

/** Packets go from host to host, on the bridge and on the VLAN beside it: a bond of LACP needs some seconds. */
async function talks(): Promise<void> {
  for (const address of ['10.20.0.2', '10.30.0.2'])
    await onHost(
      'hv01',
      `for try in $(seq 40); do ping -qc1 -W1 ${address} >/dev/null && exit; done; exit 1`,
    );
}

it('a bridge over a VLAN over a bond, with LACP between two hosts', async () => {
  write();
  await changes('+ bond bond0: present', '+ vlan bond0.20: present', '+ bridge br20: present');
  await talks();
  const bond = await onHost('hv01', 'cat /proc/net/bonding/bond0');
  expect(bond).toMatch(/Number of ports: 2\n/);
  expect(bond).toMatch(/LACP rate: fast\n/);
});

it.each<[string, string[], () => void]>([
  [
    'another rate',
    ['~ lacp-rate of bond0: fast → slow', '! cuts links of the host: bond0 goes down and up'],
    () => write({ ...BOND, parameters: { ...LACP, 'lacp-rate': 'slow' } }),
  ],
  [
    'parameters that it takes while it is up',
    [
      '~ mii-monitor-interval of bond0: 100 → 50',
      '~ up-delay of bond0: 0 → 200',
      '~ transmit-hash-policy of bond0: layer2 → layer3+4',
    ],
    () =>
      write({
        ...BOND,
        parameters: {
          ...LACP,
          'lacp-rate': 'slow',
          'mii-monitor-interval': 50,
          'up-delay': 230,
          'transmit-hash-policy': 'layer3+4',
        },
      }),
  ],
  [
    'another mode',
    [
      '~ mode of bond0: 802.3ad → active-backup',
      '! cuts links of the host: bond0 goes down and up, and its links leave it',
    ],
    () =>
      write({ ...BOND, parameters: { mode: 'active-backup', 'mii-monitor-interval': 50, primary: 'eth2' } }),
  ],
  [
    'another VLAN',
    [
      '~ id of bond0.20: 20 on bond0 → 21 on bond0',
      '! cuts links of the host: bond0.20 is deleted and created',
    ],
    () =>
      write(
        { ...BOND, parameters: { mode: 'active-backup', 'mii-monitor-interval': 50, primary: 'eth2' } },
        { ...VLANS, 'bond0.20': { id: 21, link: 'bond0' } },
      ),
  ],
  [
    'a link that leaves, and a smaller mtu',
    ['~ interfaces of bond0: eth1, eth2 → eth2', '~ mtu of bond0: 1600 → 1500'],
    () =>
      write({
        interfaces: ['eth2'],
        mtu: 1500,
        parameters: { mode: 'active-backup', 'mii-monitor-interval': 50 },
      }),
  ],
  [
    'all as at first',
    ['~ mode of bond0: active-backup → 802.3ad', '~ interfaces of bond0: eth2 → eth1, eth2'],
    () => write(),
  ],
])('%s, and it keeps its MAC address', async (_, lines, site) => {
  const mac = () => onHost('hv01', 'cat /sys/class/net/bond0/address');
  const before = await mac();
  site();
  await changes(...lines);
  await talks();
  expect(await mac()).toBe(before);
});

it.each([
  ['a link is out of its bond', 'ip link set eth1 nomaster', '+ interfaces of bond0: eth2 → eth1, eth2'],
  ['a VLAN is gone', 'ip link delete bond0.30', '+ vlan bond0.30: present'],
  [
    'another interval',
    'echo 200 >/sys/class/net/bond0/bonding/miimon',
    '~ mii-monitor-interval of bond0: 200 → 100',
  ],
])('by hand %s: it is found and mended', async (_, command, line) => {
  for (const host of HOSTS) await onHost(host, command);
  await changes(line.replace('+ interfaces', '~ interfaces'));
  await talks();
});

it('is there again after a boot', async () => {
  for (const host of HOSTS) await lab.powerOff(host);
  await Promise.all(HOSTS.map((host) => lab.powerOn(host)));
  expect(await run('--exit-code')).toMatchObject({ code: 0, stderr: '' });
  await talks();
});

/** What there is, but for the addresses of the host. */
const STATE = `netplan get | sed 's/10[.][0-9]*[.]0[.][12]//'; ip -o link | sed 's/^[0-9]*: //; s/ link[/]ether.*//' | sort; grep . /sys/class/net/bond0/bonding/{mode,miimon,lacp_rate,slaves}; cat /proc/net/vlan/config`;

it('is adopted, and a host without it gets the same from that', async () => {
  const adopted = join(folder, 'adopted');
  const found = await virtfleet('adopt', ...INVENTORY, '--into', adopted);
  expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('In step: 2 hosts') });
  const before = await onHost('hv02', STATE);
  await onHost(
    'hv02',
    'rm /etc/netplan/60-virtfleet-br20.yaml; for link in br20 bond0.20 bond0.30 bond0; do ip link delete $link; done; netplan apply',
  );
  const site = join(adopted, 'site.yaml');
  expect(await virtfleet('drift', site, ...INVENTORY)).toMatchObject({ code: 3 });
  const again = await virtfleet('run', site, ...INVENTORY, '--limit', 'hv02');
  expect(again).toMatchObject({ code: 0 });
  expect(await virtfleet('drift', site, ...INVENTORY)).toMatchObject({ code: 0 });
  expect(await onHost('hv02', STATE)).toBe(before);
  await talks();
});

const HOME = '10.77.1.2/16';

/** A bond under the session of the second host, which takes its address from eth0. */
function writeUnderSession(mode: string, address = HOME): void {
  const bridge = {
    ...{ name: 'br0', interfaces: ['bond9'], takes_over: ['/etc/netplan/01-uplink.yaml'] },
    ...{ bonds: { bond9: { interfaces: ['eth0'], parameters: { mode } } }, addresses: [address] },
    ...{
      routes: address === HOME ? [{ to: 'default', via: '10.77.0.1' }] : [],
      parameters: { stp: false, 'forward-delay': 0 },
    },
  };
  const task = { bridge, confirm_timeout: 120, confirm: { addresses: ['10.77.0.1'] } };
  writeFileSync(PATH, JSON.stringify([{ hosts: 'hv02', disruption: 'link', tasks: [task] }]));
}

it('carries the session, also with another mode, and is taken back where nobody finds the host', async () => {
  for (const mode of ['active-backup', 'balance-xor']) {
    writeUnderSession(mode);
    const made = await run();
    expect(made, made.stdout).toMatchObject({ code: 0, stdout: expect.stringContaining('changed: [hv02]') });
    expect(await run('--exit-code')).toMatchObject({ code: 0 });
  }
  const before = await onHost('hv02', 'ip -br addr show dev br0; cat /sys/class/net/bond9/bonding/mode');
  writeUnderSession('active-backup', '10.99.0.1/16');
  expect(await run()).toMatchObject({ code: 2, stdout: expect.stringContaining('reverted: [hv02]') });
  expect(await onHost('hv02', 'ip -br addr show dev br0; cat /sys/class/net/bond9/bonding/mode')).toBe(
    before,
  );
  writeUnderSession('balance-xor');
  expect(await run('--exit-code')).toMatchObject({ code: 0 });
});

it('goes with its bridge, and leaves nothing', async () => {
  writeFileSync(
    PATH,
    JSON.stringify([
      {
        hosts: HOSTS.join(','),
        disruption: 'link',
        rollout: 'all-at-once',
        tasks: [{ bridge: { name: 'br20', state: 'absent' } }],
      },
    ]),
  );
  await changes('- bridge br20: present');
  expect(await onHost('hv01', 'ls /sys/class/net')).toBe(
    ['bonding_masters', 'eth0', 'eth1', 'eth2', 'lo'].join('\n'),
  );
});

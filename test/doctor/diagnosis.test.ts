import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnosis.ts';
import type { HostReadings } from '../../src/doctor/host-readings.ts';
import { healthy, kernelOf, LAB, LAN, networksOf, OFF, UUID, WEB } from './healthy.ts';

const WHOLE = { name: undefined };
const idsOf = (readings: HostReadings, name?: string) =>
  diagnose('hv01', readings, { name }).findings.map(({ id }) => id);
const said = (by: string, text: string, ago = 60) => ({ time: 1_800_000_000 - ago, by, text });
const journal = (...lines: ReturnType<typeof said>[]) => ({ now: 1_800_000_000, isSeen: true, lines });
const state = (more: Partial<HostReadings['state']>) => ({ state: { ...healthy().state, ...more } });
const bonded = (mode: string, partner: string, mii = 'UP') =>
  kernelOf({
    bond0: {
      kind: 'bond',
      master: 'br0',
      bond: { mode, partner, ports: 2 },
      port: { state: 'forwarding', isolated: false, broadcast: true },
    },
    eth0: { master: 'bond0', bonded: { state: 'ACTIVE', mii: 'UP' } },
    eth1: { master: 'bond0', bonded: { state: 'ACTIVE', mii } },
  });
const aware = (...vlans: [string, number][]) =>
  kernelOf(
    { br0: { bridge: { stp: false, vlanAware: true, forwardDelay: 1500 } } },
    { vlans: vlans.map(([port, vlan]) => ({ port, vlan, pvid: true, untagged: true })) },
  );
const held = (mac: string, ip = '10.0.0.100') => ({ leases: { value: new Map([[UUID, [{ mac, ip }]]]) } });

it('finds nothing on a healthy host', () => {
  expect(diagnose('hv01', healthy(), WHOLE)).toMatchObject({
    findings: [],
    looked: { networks: 1, guests: 2 },
  });
});

describe('what no lab has', () => {
  it.each<[string, Partial<HostReadings>, string[]]>([
    [
      'a switch without LACP',
      { ...state({ bridgePorts: [] }), kernel: bonded('802.3ad', '00:00:00:00:00:00') },
      ['lacp-no-partner'],
    ],
    [
      'a dead port of a bond',
      { ...state({ bridgePorts: [] }), kernel: bonded('active-backup', '', 'DOWN') },
      ['bond-port-dead'],
    ],
    ['ports in one VLAN', { kernel: aware(['eth0', 5], ['vnet1', 5]) }, []],
    ['a tap in no VLAN', { kernel: aware(['eth0', 5]) }, ['vlan-missing']],
    ['a tap in a VLAN of its own', { kernel: aware(['eth0', 5], ['vnet1', 6]) }, ['vlan-alone']],
    [
      'a port that waits for the spanning tree',
      { kernel: kernelOf({ eth0: { port: { state: 'listening', isolated: false, broadcast: true } } }) },
      ['port-not-forwarding'],
    ],
    [
      'a macvtap whose link is down',
      {
        kernel: kernelOf({ eth7: { up: false } }),
        guests: {
          value: [
            {
              ...WEB,
              nics: [
                {
                  type: 'direct',
                  mac: '52:54:00:00:00:07',
                  device: 'eth7',
                  isolated: false,
                  unplugged: false,
                  openVswitch: false,
                },
              ],
            },
          ],
        },
      },
      ['uplink-down'],
    ],
    [
      'a guest that was paused by its disk',
      { guests: { value: [{ ...WEB, state: 'paused (I/O error)' }, LAN] } },
      ['guest-paused'],
    ],
    [
      'a guest that a person has paused',
      { guests: { value: [{ ...WEB, state: 'paused (user)' }, LAN] } },
      [],
    ],
    ['no virsh', { networks: { why: 'virsh: not found' } }, ['virsh-missing']],
    [
      'a filter that large packets do not pass',
      { ...held('52:54:00:00:00:01'), pings: [{ ip: '10.0.0.100', size: 1500, short: true, long: false }] },
      ['large-packets-lost'],
    ],
    [
      'a guest that answers nobody',
      { ...held('52:54:00:00:00:01'), pings: [{ ip: '10.0.0.100', size: 1500, short: false, long: false }] },
      [],
    ],
  ])('%s', (_, more, ids) => {
    expect(idsOf(healthy(more))).toEqual(ids);
  });
});

describe('a network that does not run', () => {
  const stopped = (more: Partial<HostReadings> = {}) =>
    healthy({
      networks: networksOf(LAB, false),
      kernel: kernelOf({ virbr0: undefined, vnet0: OFF }),
      ...more,
    });

  it('is started again where nothing is in its way', () => {
    const { findings } = diagnose('hv01', stopped(), WHOLE);
    expect(findings).toEqual([
      {
        host: 'hv01',
        subject: 'network lab',
        asks: 'it runs',
        id: 'network-down',
        rank: 'likely',
        summary: 'Network lab was stopped, and nothing is seen that keeps it from starting.',
        evidence: ['it starts with the host', 'guests that run and use it: web'],
        commands: ['virsh net-start --network lab'],
        fix: { kind: 'network', name: 'lab' },
      },
    ]);
  });

  it('is meant to be so where nobody misses it, unless somebody asks', () => {
    const resting = {
      name: 'lab',
      uuid: UUID,
      state: { exists: true, active: false, autostart: false, persistent: LAB },
    } as const;
    const readings = stopped({ networks: { value: [resting] }, guests: { value: [LAN] } });
    expect([idsOf(readings), idsOf(readings, 'lab')]).toEqual([[], ['network-down']]);
  });

  it('says first what is in its way', () => {
    const line = 'dnsmasq: bad option at line 7 of /var/lib/libvirt/dnsmasq/lab.conf';
    const cases: [Partial<HostReadings>, string][] = [
      [{ kernel: kernelOf({ virbr0: { kind: 'bridge', addresses: [] } }) }, 'bridge-name-taken'],
      [
        { kernel: kernelOf({ virbr0: undefined }, { routes: [{ to: '10.0.0.0/24', dev: 'eth0' }] }) },
        'subnet-taken',
      ],
      [state({ hasDnsmasq: false }), 'dnsmasq-missing'],
      [state({ folder: { free: 0, writable: true } }), 'disk-full'],
      [state({ folder: { free: 9, writable: false } }), 'disk-read-only'],
      [
        { listeners: [{ protocol: 'tcp', address: '0.0.0.0', port: 53, program: 'named', pid: 5 }] },
        'port-53-taken',
      ],
      [
        {
          journal: journal(
            said(
              'libvirtd',
              `internal error: Child process (… --conf-file=/var/lib/libvirt/dnsmasq/lab.conf) unexpected exit status 1:\n${line}`,
            ),
          ),
        },
        'dnsmasq-refuses-options',
      ],
      [
        {
          journal: journal(
            said(
              'audit',
              'apparmor="DENIED" profile="dnsmasq" name="/var/lib/libvirt/dnsmasq/lab.conf" comm="dnsmasq"',
            ),
          ),
        },
        'apparmor-denied',
      ],
      [
        {
          journal: journal(
            said(
              'libvirtd',
              "couldn't write dnsmasq config file '/var/lib/libvirt/dnsmasq/lab.conf': Is a directory",
            ),
          ),
        },
        'libvirt-said',
      ],
    ];
    const found = cases.map(([more]) => idsOf(stopped(more))[0]);
    expect(found).toEqual(cases.map(([, id]) => id));
  });
});

it('says which filter drops, what it has dropped so far, and what lets packets pass', () => {
  const chain = { family: 'ip', table: 'filter', name: 'FORWARD', hook: 'forward', policy: 'drop' } as const;
  const chains = [{ ...chain, rules: [] }];
  const readings = healthy({
    firewall: { ...healthy().firewall, chains },
    drops: ['ip', 'ip6'].map((family) => ({
      place: `chain FORWARD of table ${family} filter`,
      ...{ rule: 'policy DROP', packets: 12 },
    })),
  });
  const { findings } = diagnose('hv01', readings, WHOLE);
  expect(findings).toMatchObject([
    {
      subject: 'network lab',
      id: 'firewall-drops',
      summary:
        'A firewall drops packets of network lab: from guests, to guests (chain FORWARD of table ip filter).',
      evidence: ['chain FORWARD of table ip filter', 'policy DROP: 12 packets so far'],
      commands: ['iptables -I FORWARD -i virbr0 -j ACCEPT', 'iptables -I FORWARD -o virbr0 -j ACCEPT'],
    },
  ]);
});

it('says nothing of the guests of a bridge that is gone', () => {
  expect(idsOf(healthy({ kernel: kernelOf({ virbr0: undefined, vnet0: OFF }) }))).toEqual(['bridge-gone']);
});

it('puts what is certain before what is likely, and knows what a guest rests on', () => {
  const readings = healthy({
    kernel: kernelOf({ vnet1: OFF, eth0: { mtu: 1400 } }, { defaults: [] }),
  });
  expect(idsOf(readings)).toEqual(['guest-off-bridge', 'no-way-out']);
  expect(idsOf(readings, 'web')).toEqual(['no-way-out']);
  expect(idsOf(readings, 'lan')).toEqual(['guest-off-bridge', 'no-way-out']);
});

it('takes names of hosts for data', () => {
  const evil = { ...LAB, name: '-x; reboot', bridge: { name: 'br;reboot' } };
  const { findings } = diagnose(
    'hv01',
    healthy({ networks: networksOf(evil, false), kernel: kernelOf({ 'br;reboot': { kind: 'bridge' } }) }),
    WHOLE,
  );
  expect(findings[0]?.commands).toEqual([
    "ip link delete dev 'br;reboot'",
    "virsh net-start --network '-x; reboot'",
  ]);
});

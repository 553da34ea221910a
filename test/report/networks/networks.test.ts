import { expect, test } from 'vitest';
import type { FleetNetworks, NetworkRow } from '../../../src/report/networks/network-rows.ts';
import { networksJson, networksText } from '../../../src/report/networks/networks.ts';
import { unreadHost } from '../../../src/report/unread-hosts.ts';

const PLAIN = { color: false, width: 80 };

function row(host: string, network: string, rest: Partial<NetworkRow> = {}): NetworkRow {
  return {
    host,
    network,
    mode: 'nat',
    bridge: 'virbr0',
    subnet: ['192.168.122.1/24'],
    active: true,
    autostart: true,
    persistent: true,
    liveDiffers: [],
    guests: [],
    guestsOffBridge: [],
    dnsmasqDown: null,
    leases: null,
    leasesUnread: false,
    ...rest,
  };
}

function text(networks: readonly NetworkRow[], rest: Partial<FleetNetworks> = {}): string {
  return networksText({ networks, unreadable: [], unreachable: [], ...rest }, PLAIN);
}

const FLEET = ['hv01', 'hv02', 'hv03', 'hv04'];

test('what is the same on many hosts is one row', () => {
  const isolated = { mode: 'isolated', bridge: 'virbr1', subnet: [] };
  const rows = FLEET.flatMap((host) => [row(host, 'default'), row(host, 'storage', isolated)]);
  expect(text(rows)).toBe(`NETWORK  MODE      BRIDGE  SUBNET            STATE  GUESTS  LEASES  HOSTS
default  nat       virbr0  192.168.122.1/24  up     0       -       hv[01:04]
storage  isolated  virbr1  -                 up     0       -       hv[01:04]
`);
});

test('a network with a subnet of its own on each host is one row, unless all are asked for', () => {
  const rows = FLEET.map((host, index) =>
    row(host, 'own', { subnet: [`10.40.${index + 1}.0/24`], active: host !== 'hv04' }),
  );
  const many = [
    ...rows,
    ...[5, 6].map((number) => row(`hv0${number}`, 'own', { subnet: [`10.40.${number}.0/24`] })),
  ];
  expect(
    text(many).split('\n\n')[0],
  ).toBe(`NETWORK  MODE  BRIDGE  SUBNET            STATE  GUESTS  LEASES  HOSTS
own      nat   virbr0  10.40.{1…6}.0/24  up     0       -       hv[01:03], hv05,
                                                                hv06
own      nat   virbr0  10.40.4.0/24      down   0       -       hv04`);
  const found = { networks: many, unreadable: [], unreachable: [] };
  expect(networksText(found, { ...PLAIN, expand: true }).match(/^own /gm)).toHaveLength(6);
});

test('guests and leases are counted, and keep no rows apart', () => {
  const rows = FLEET.map((host, index) => {
    const guests = Array.from({ length: index }, () => ({ guest: 'web', interface: 'vnet0' }));
    return row(host, 'default', {
      guests,
      leases: { used: 2 * index, addresses: 101, free: 101 - 2 * index },
    });
  });
  expect(text(rows.slice(1, 2))).toContain(' up     1       2/101   hv02\n');
  expect(text(rows)).toContain(' up     0-3     0-6/101  hv[01:04]\n');
});

test('what deserves attention is said below the table, the most urgent first, once for all its hosts', () => {
  const guests = [
    { guest: 'web1', interface: 'vnet3' },
    { guest: 'db1', interface: 'vnet4' },
  ];
  const rows = [
    row('hv01', 'default', { autostart: false }),
    row('hv02', 'default', { liveDiffers: ['mtu 9000 only live', 'DNS host web only persistent'] }),
    row('hv03', 'default', { guests, guestsOffBridge: guests }),
    row('hv04', 'default', { autostart: false }),
    row('hv04', 'lab', { active: false }),
    row('hv04', 'tmp', { persistent: false, autostart: false }),
    row('hv04', 'full', { leases: { used: 9, addresses: 9, free: 0 } }),
  ];
  expect(text(rows)).toBe(`NETWORK  MODE  BRIDGE  SUBNET            STATE        GUESTS  LEASES  HOSTS
default  nat   virbr0  192.168.122.1/24  up, no       0       -       hv01, hv04
                                         autostart
default  nat   virbr0  192.168.122.1/24  up, live     0       -       hv02
                                         differs
default  nat   virbr0  192.168.122.1/24  up, 2 off    2       -       hv03
                                         bridge
lab      nat   virbr0  192.168.122.1/24  down         0       -       hv04
tmp      nat   virbr0  192.168.122.1/24  up,          0       -       hv04
                                         transient
full     nat   virbr0  192.168.122.1/24  up           0       9/9     hv04

6 things to look at; commands are for the host
  hv03/default: web1 (vnet3), db1 (vnet4) are off the bridge virbr0: no frame of
  theirs gets through.
      ip -br link show master virbr0
  hv04/full: no address of its DHCP ranges is free: a guest that is new gets
  none.
  hv02/default: the live copy differs from the persistent one (mtu 9000 only
  live; DNS host web only persistent); a restart of the network will change it.
      virsh net-dumpxml --inactive --network default
  hv04/tmp: has no persistent copy: gone for good once it stops.
      virsh net-dumpxml --network tmp
  hv01, hv04/default: not autostarted: will be down after a reboot.
      virsh net-autostart --network default
  hv04/lab: autostarted, but down.
      virsh net-start --network lab
`);
});

test('a name that drives a terminal is shown, and no command is made of one that a shell would run', () => {
  const network = '$(reboot)\x1b[2J';
  expect(
    text([row('hv01', network, { autostart: false })]),
  ).toBe(`NETWORK           MODE  BRIDGE  SUBNET            STATE           GUESTS  LEASES
$(reboot)\\x1b[2J  nat   virbr0  192.168.122.1/24  up, no          0       -
                                                  autostart
  hv01

1 thing to look at; commands are for the host
  hv01/$(reboot)\\x1b[2J: not autostarted: will be down after a reboot.
`);
});

test('a host on which a network is not what it is on most of the others stands out', () => {
  const odd = { mode: 'route', subnet: ['10.9.0.1/24'] };
  const rows = FLEET.map((host) => row(host, 'default', host === 'hv03' ? odd : {}));
  expect(text(rows)).toBe(`NETWORK  MODE   BRIDGE  SUBNET            STATE  GUESTS  LEASES  HOSTS
default  nat    virbr0  192.168.122.1/24  up     0       -       hv01, hv02,
                                                                 hv04
default  route  virbr0  10.9.0.1/24       up     0       -       hv03

1 thing to look at; commands are for the host
  hv03/default: route, virbr0, 10.9.0.1/24 here, but nat, virbr0,
  192.168.122.1/24 on 3 other hosts.
`);
});

test('networks that every host has in its own way are no outliers', () => {
  const rows = FLEET.map((host, index) => row(host, 'lab', { subnet: [`10.0.${index}.1/24`] }));
  expect(text(rows)).not.toContain('to look at');
});

test('a fleet without networks says so', () => {
  expect(text([])).toBe('No networks were found.\n');
});

test('a network that nobody can read is a row of its own', () => {
  const unreadable = FLEET.map((host) => ({ host, network: 'odd', message: 'libvirt prints nonsense' }));
  expect(text([], { unreadable })).toBe(`NETWORK  MODE  BRIDGE  SUBNET  STATE       GUESTS  LEASES  HOSTS
odd      -     -       -       unreadable  -       -       hv[01:04]

1 thing to look at; commands are for the host
  hv[01:04]/odd: libvirt prints nonsense.
      virsh net-dumpxml --network odd
`);
});

test('a host that could not be read comes with what to do about it', () => {
  const known = unreadHost('hv05', {
    code: 'x',
    summary: 'The key of the host is not known',
    detail: 'hv05 shows one',
    hint: 'Compare it on the console of the host, and if it is the same, add it',
    command: 'echo hv05 KEY >> known_hosts',
  });
  const silent = unreadHost('hv06', { code: 'x', summary: 'there is no virsh on this host' });
  expect(text([], { unreachable: [known, silent] })).toBe(`No networks were found.

2 hosts could not be read
  hv05: The key of the host is not known: hv05 shows one
    hint: Compare it on the console of the host, and if it is the same, add it
      echo hv05 KEY >> known_hosts
  hv06: there is no virsh on this host
`);
});

test('programs get every row and every host that could not be read', () => {
  const found: FleetNetworks = {
    networks: [row('hv01', 'default')],
    unreadable: [{ host: 'hv01', network: 'odd', message: 'nonsense' }],
    unreachable: [{ host: 'hv02', message: 'refused', hint: 'wait' }],
  };
  expect(JSON.parse(networksJson(found))).toEqual({ version: 1, ...found });
});

test('a stopped network with a guest is told how both come back', () => {
  const guests = [{ guest: 'web1', interface: 'vnet3' }];
  const said = text([row('hv01', 'lab', { active: false, bridge: 'virbr7', guests })]);
  expect(said).toContain('  hv01/lab: down, and web1 (vnet3) without a network.');
  expect(said).toContain('\n      virsh net-start --network lab && ip link set dev vnet3 master virbr7\n');
  expect(said).not.toContain('autostarted, but down');
});

test('a host that could not be read has the lines of its message, commands whole', () => {
  const message = 'libvirt does not answer.\nStart it:\n  systemctl start libvirtd.socket';
  const said = text([], { unreachable: [{ host: 'hv01', message }] });
  expect(said).toContain(
    '  hv01: libvirt does not answer.\n  Start it:\n    systemctl start libvirtd.socket\n',
  );
});

test('a network without its dnsmasq is said, with the daemon that starts it again', () => {
  const said = text([row('hv01', 'default', { dnsmasqDown: 'virtnetworkd' }), row('hv02', 'default')]);
  expect(said).toMatch(/ up, no dnsmasq +0 +- +hv01\n/);
  expect(said).toContain('hv01/default: its dnsmasq is not running');
  expect(said).toContain('\n      systemctl restart virtnetworkd\n');
});

import { expect, test } from 'vitest';
import { type NetworkRow, networksJson, networksText } from '../../src/report/networks.ts';

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
    ...rest,
  };
}

const FLEET = ['hv01', 'hv02', 'hv03', 'hv04'];

test('what is the same on many hosts is one row', () => {
  const isolated = { mode: 'isolated', bridge: 'virbr1', subnet: [] };
  const rows = FLEET.flatMap((host) => [row(host, 'default'), row(host, 'storage', isolated)]);
  expect(
    networksText(rows, [], PLAIN),
  ).toBe(`NETWORK  MODE      BRIDGE  SUBNET            STATE  GUESTS  HOSTS
default  nat       virbr0  192.168.122.1/24  up     0       hv[01:04]
storage  isolated  virbr1  -                 up     0       hv[01:04]
`);
});

test('what deserves attention is said below the table, the most urgent first, once for all its hosts', () => {
  const guests = [
    { guest: 'web1', interface: 'vnet3' },
    { guest: 'db1', interface: 'vnet4' },
  ];
  const rows = [
    row('hv01', 'default', { autostart: false }),
    row('hv02', 'default', { liveDiffers: ['dhcp range', 'host vm1'] }),
    row('hv03', 'default', { guests, guestsOffBridge: guests }),
    row('hv04', 'default', { autostart: false }),
    row('hv04', 'lab', { active: false }),
    row('hv04', 'tmp', { persistent: false, autostart: false }),
  ];
  const text = networksText(rows, [{ host: 'hv05', message: 'connection refused' }], PLAIN);
  expect(text).toBe(`NETWORK  MODE  BRIDGE  SUBNET            STATE             GUESTS  HOSTS
default  nat   virbr0  192.168.122.1/24  up, no autostart  0       hv01, hv04
default  nat   virbr0  192.168.122.1/24  up, live differs  0       hv02
default  nat   virbr0  192.168.122.1/24  up, 2 off bridge  2       hv03
lab      nat   virbr0  192.168.122.1/24  down              0       hv04
tmp      nat   virbr0  192.168.122.1/24  up, transient     0       hv04

6 things to look at; commands are for the host
  hv05: connection refused
  hv03/default: web1 (vnet3), db1 (vnet4) are off the bridge virbr0: no frame of
  theirs gets through.
      ip -br link show master virbr0
  hv02/default: the live copy differs from the persistent one (dhcp range, host
  vm1); a restart of the network will change it.
      virsh net-dumpxml --inactive default
  hv04/tmp: has no persistent copy: gone for good once it stops.
      virsh net-dumpxml tmp
  hv01, hv04/default: not autostarted: will be down after a reboot.
      virsh net-autostart default
  hv04/lab: autostarted, but down.
      virsh net-start lab
`);
});

test('a name that drives a terminal is shown, and no command is made of one that a shell would run', () => {
  const text = networksText([row('hv01', '$(reboot)\x1b[2J', { autostart: false })], [], PLAIN);
  expect(text).toBe(`NETWORK           MODE  BRIDGE  SUBNET            STATE             GUESTS  HOSTS
$(reboot)\\x1b[2J  nat   virbr0  192.168.122.1/24  up, no autostart  0       hv01

1 thing to look at; commands are for the host
  hv01/$(reboot)\\x1b[2J: not autostarted: will be down after a reboot.
`);
});

test('a host on which a network is not what it is on most of the others stands out', () => {
  const odd = { mode: 'route', subnet: ['10.9.0.1/24'] };
  const rows = FLEET.map((host) => row(host, 'default', host === 'hv03' ? odd : {}));
  expect(networksText(rows, [], PLAIN)).toBe(`NETWORK  MODE   BRIDGE  SUBNET            STATE  GUESTS  HOSTS
default  nat    virbr0  192.168.122.1/24  up     0       hv01, hv02, hv04
default  route  virbr0  10.9.0.1/24       up     0       hv03

1 thing to look at; commands are for the host
  hv03/default: route, virbr0, 10.9.0.1/24 here, but nat, virbr0,
  192.168.122.1/24 on 3 other hosts.
`);
});

test('networks that every host has in its own way are no outliers', () => {
  const rows = FLEET.map((host, index) => row(host, 'lab', { subnet: [`10.0.${index}.1/24`] }));
  expect(networksText(rows, [], PLAIN)).not.toContain('to look at');
});

test('a fleet without networks says so', () => {
  expect(networksText([], [], PLAIN)).toBe('No networks were found.\n');
});

test('programs get every row and every host that could not be read', () => {
  const rows = [row('hv01', 'default')];
  const unread = [{ host: 'hv02', message: 'refused' }];
  expect(JSON.parse(networksJson(rows, unread))).toEqual({ version: 1, networks: rows, unreachable: unread });
});

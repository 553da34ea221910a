import { expect, it } from 'vitest';
import { topologyOf } from '../../src/drift/topology.ts';
import { parseNetworks } from '../../src/libvirt/observe/all-networks.ts';

const infoOf = (name: string) =>
  [
    ['Name', name],
    ['UUID', '1'],
    ['Active', 'yes'],
    ['Persistent', 'yes'],
    ['Autostart', 'yes'],
  ]
    .map(([key, value]) => `${`${key}:`.padEnd(16)}${value}\n`)
    .join('');
const answers = (name: string, xml: string) => `\x1e\n${infoOf(name)}\x1e\n${xml}\n\x1e\n${xml}\n`;
const dump = (name: string, inner: string) =>
  answers(name, `<network><name>${name}</name>${inner}</network>`);

const networks = parseNetworks(
  dump('nat', "<forward mode='nat' dev='eno2'/><bridge name='virbr0'/>") +
    dump('sriov', "<forward mode='hostdev'><pf dev='eno3'/></forward>") +
    answers('bad', '<network'),
);
const guest = { uuid: 'u', running: true, type: 'network', mac: '52:54:00:00:00:01' };

it('tells which tap is on the bridge that it should be on', () => {
  const links = {
    bridges: ['br0', 'virbr0'],
    taps: [{ name: 'vnet0', master: 'virbr0' }, { name: 'vnet1' }, { name: 'vnet9' }],
  };
  const guests = [
    { ...guest, guest: 'web', network: 'nat', interface: 'vnet0', master: 'virbr0' },
    { ...guest, guest: 'db', network: 'nat', interface: 'vnet1' },
    { ...guest, guest: 'old', type: 'bridge', bridge: 'br0', interface: 'vnet2', master: 'virbr0' },
    { ...guest, guest: 'off', running: false, network: 'nat' },
    { ...guest, guest: 'direct', type: 'direct', interface: 'macvtap0' },
  ];
  const ports = [
    { bridge: 'br0', port: 'bond0', tap: false },
    { bridge: 'virbr0', port: 'vnet0', tap: true },
  ];
  const mac = guest.mac;
  expect(topologyOf({ networks, links, guests, ports })).toEqual({
    networks: [
      { name: 'bad', active: false, devices: [] },
      { name: 'nat', mode: 'nat', active: true, bridge: 'virbr0', devices: ['eno2'] },
      { name: 'sriov', mode: 'hostdev', active: true, devices: ['eno3'] },
    ],
    bridges: [
      { name: 'br0', ports: ['bond0'] },
      { name: 'virbr0', ports: [] },
    ],
    interfaces: [
      ...[
        {
          guest: 'web',
          running: true,
          mac,
          network: 'nat',
          bridge: 'virbr0',
          tap: 'vnet0',
          master: 'virbr0',
        },
      ],
      ...[{ guest: 'db', running: true, mac, network: 'nat', bridge: 'virbr0', tap: 'vnet1', loose: true }],
      {
        ...{ guest: 'old', running: true, mac, bridge: 'br0', tap: 'vnet2', master: 'virbr0' },
        loose: true,
      },
      { guest: 'off', running: false, mac, network: 'nat', bridge: 'virbr0' },
      { guest: 'direct', running: true, mac, tap: 'macvtap0' },
    ],
    orphans: ['vnet9'],
  });
});

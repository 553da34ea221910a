import { expect, it } from 'vitest';
import { bridgesAndTaps } from '../../src/drift/bridges-and-taps.ts';
import { topologyOf, topologyRead } from '../../src/drift/topology.ts';
import { bridgePorts } from '../../src/host/bridge-ports.ts';
import { parseCurrentDefinitions } from '../../src/libvirt/observe/current-definitions.ts';
import { guestAttachments } from '../../src/libvirt/observe/guest-attachments.ts';
import { networkAt } from '../../src/libvirt/observe/network-state.ts';
import { type Probe, ProbeError } from '../../src/plan/probe.ts';
import type { ValueOf } from '../../src/plan/topology.ts';

const uuidOf = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
const dump = (number: number, name: string, inner: string) =>
  `\x1e\n<network>\n  <name>${name}</name>\n  <uuid>${uuidOf(number)}</uuid>\n${inner}\n\n`;

const networks = parseCurrentDefinitions(
  `\x1e\n${uuidOf(1)}\n${uuidOf(2)}\n\n${dump(1, 'nat', "<forward mode='nat' dev='eno2'/><bridge name='virbr0'/></network>")}` +
    dump(2, 'sriov', "<forward mode='hostdev'><pf dev='eno3'/></forward></network>") +
    dump(3, 'off', '</network>') +
    // Removed between the list and its dump, and one that cannot be read.
    `\x1e\n\n${dump(4, 'bad', '')}`,
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
      { name: 'off', mode: 'isolated', active: false, devices: [] },
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

it('what the tasks read of a network is not asked for twice, and what they do not name is drawn too', () => {
  const [nat, gone, broken] = ['nat', 'gone', 'broken'].map(networkAt);
  const about = (name: string) => ({ exists: true, active: true, autostart: true, live: { name } });
  const { probes, of } = topologyRead([nat, gone, broken, nat, bridgePorts] as Probe[]);
  const [others, ...beside] = probes.slice(3);
  expect(probes.slice(0, 3)).toEqual([nat, gone, broken]);
  expect(others?.ask).toMatchObject({ args: ['nat', 'gone', 'broken'] });
  expect(beside).toEqual([bridgesAndTaps, guestAttachments, bridgePorts]);
  const answers = new Map<string, unknown>([
    ['network nat', about('nat')],
    ['network gone', { exists: false }],
    [
      others?.key ?? '',
      [
        { name: 'nat', active: false },
        { name: 'default', active: true },
      ],
    ],
    [bridgesAndTaps.key, { bridges: [], taps: [] }],
  ]);
  const read: ValueOf = (probe) => {
    if (probe === broken) throw new ProbeError('libvirt prints a definition that cannot be read');
    return (answers.get(probe.key) ?? []) as never;
  };
  expect(of(read).networks).toEqual([
    { name: 'broken', active: false, devices: [] },
    { name: 'default', active: true, devices: [] },
    { name: 'nat', mode: 'isolated', active: true, devices: [] },
  ]);
});

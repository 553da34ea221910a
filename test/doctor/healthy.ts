import type { HostReadings } from '../../src/doctor/host-readings.ts';
import type { Guest, Nic } from '../../src/doctor/readings/guests.ts';
import type { Kernel, Link } from '../../src/doctor/readings/links.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import type { FirewallRules } from '../../src/libvirt/observe/firewall-rules.ts';
import { ALL_PURPOSES } from '../../src/libvirt/observe/firewall-rules.ts';
import { expectedRules } from '../../src/libvirt/running/firewall-expected.ts';
import { OPEN_FIREWALL } from '../host/firewall/open-firewall.ts';

export const UUID = '6a0a1c1e-9f2e-4c39-8d4b-0c8a4f1d2b3c';

/** A network with a guest, web. */
export const LAB: Network = {
  name: 'lab',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr0' },
  ip: [
    {
      address: '10.0.0.1',
      netmask: '255.255.255.0',
      dhcp: {
        range: [{ start: '10.0.0.100', end: '10.0.0.101' }],
        host: [{ mac: '52:54:00:00:00:10', name: 'kept', ip: '10.0.0.10' }],
      },
    },
  ],
};

export function link(name: string, more: Partial<Link> = {}): Link {
  return {
    ...{ name, index: 0, up: true, carrier: true, mtu: 1500, mac: '02:00:00:00:00:01', addresses: [] },
    ...more,
  };
}

const port = { state: 'forwarding', isolated: false, broadcast: true };

/** eth0 is a bridge's uplink: br0 has the guest lan. */
const LINKS: readonly Link[] = [
  link('virbr0', {
    kind: 'bridge',
    addresses: ['10.0.0.1/24'],
    bridge: { stp: true, vlanAware: false, forwardDelay: 1500 },
  }),
  link('vnet0', { index: 7, kind: 'tun', master: 'virbr0', port }),
  link('br0', {
    kind: 'bridge',
    addresses: ['192.0.2.10/24'],
    bridge: { stp: false, vlanAware: false, forwardDelay: 1500 },
  }),
  link('eth0', { master: 'br0', port }),
  link('vnet1', { kind: 'tun', master: 'br0', port }),
];

const nic = (more: Partial<Nic>): Nic => ({
  ...{ type: 'network', mac: '52:54:00:00:00:01', isolated: false, unplugged: false, openVswitch: false },
  ...more,
});

export const WEB: Guest = {
  ...{ name: 'web', running: true, state: 'running (booted)' },
  nics: [nic({ network: 'lab', bridge: 'virbr0', tap: 'vnet0' })],
};
export const LAN: Guest = {
  ...{ name: 'lan', running: true, state: 'running (booted)' },
  nics: [nic({ type: 'bridge', mac: '52:54:00:00:00:02', bridge: 'br0', tap: 'vnet1' })],
};

/** What a host has in which nothing is wrong; `more` is laid over it. */
export function healthy(more: Partial<HostReadings> = {}): HostReadings {
  return {
    networks: networksOf(LAB),
    leases: { value: new Map() },
    guests: { value: [WEB, LAN] },
    kernel: kernelOf(),
    state: {
      settings: new Map([['net/ipv4/conf/all/rp_filter', '0']]),
      daemons: [{ network: 'lab', pid: 812, state: 'S' }],
      units: [],
      resolvers: ['192.0.2.53'],
      hasDnsmasq: true,
      folder: { free: 1000, writable: true },
      bridgePorts: [{ bridge: 'br0', port: 'eth0', file: '/run/systemd/network/10-netplan-eth0.network' }],
    },
    neighbours: { value: [] },
    listeners: [],
    journal: { now: 1_800_000_000, isSeen: true, lines: [] },
    firewall: OPEN_FIREWALL,
    rules: rulesOf(LAB),
    drops: [],
    names: [
      { server: '10.0.0.1', question: 'alive', code: 0 },
      { server: '10.0.0.1', question: 'name', code: 0 },
      { server: '192.0.2.53', question: 'name', code: 0 },
    ],
    heard: [],
    ...more,
  };
}

/** Networks of which the first is `lab`; stopped ones start with the host. */
export function networksOf(network: Network, active = true): HostReadings['networks'] {
  const state = {
    exists: true,
    autostart: true,
    active,
    persistent: network,
    ...(active && { live: network }),
  } as const;
  return { value: [{ name: network.name, uuid: UUID, state }] };
}

/** The links of a healthy host, some of them other than they are, or gone. */
export function kernelOf(
  links: Readonly<Record<string, Partial<Link> | undefined>> = {},
  more: Partial<Kernel> = {},
): HostReadings['kernel'] {
  const kept = LINKS.filter(({ name }) => !(name in links && links[name] === undefined));
  const all = [...kept, ...Object.keys(links).flatMap((name) => (isKnown(name) ? [] : [link(name)]))];
  return {
    value: {
      links: new Map(all.map((one) => [one.name, withoutMaster({ ...one, ...links[one.name] })])),
      vlans: [],
      routes: [
        { to: 'default', dev: 'br0', via: '192.0.2.1' },
        { to: '192.0.2.0/24', dev: 'br0' },
        { to: '10.0.0.0/24', dev: 'virbr0' },
      ],
      defaults: [{ to: 'default', dev: 'br0', via: '192.0.2.1' }],
      ...more,
    },
  };
}

/** Plugged into nothing. */
export const OFF = { master: '' };

function withoutMaster({ master, ...others }: Link): Link {
  return { ...others, ...(master !== undefined && master !== '' && { master }) };
}

const isKnown = (name: string) => LINKS.some((one) => one.name === name);

function rulesOf(network: Network): FirewallRules {
  const state = { exists: true, active: true, autostart: true, live: network } as const;
  const expected = expectedRules(state);
  const entries = ALL_PURPOSES.map(
    (purpose) => [purpose, expected.filter(([one]) => one === purpose).map(([, value]) => value)] as const,
  );
  return Object.fromEntries(entries) as unknown as FirewallRules;
}

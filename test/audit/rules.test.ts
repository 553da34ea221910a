import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../src/audit/evaluate.ts';
import type { AuditedHost } from '../../src/audit/host-model.ts';
import type { LinkFacts } from '../../src/audit/observe/link-facts.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { recordedFleet } from './recorded-host.ts';

// What the lab cannot have (bonds, docker) or has too few hosts for: recorded answers with one thing changed.
const [first, second] = recordedFleet('clean');
if (!first || !second) throw new Error('two hosts are recorded');
const third: AuditedHost = {
  ...without(second, ['brh', 'up2', 'up2x', 'eth0', 'virbr10', 'virbr11', 'virbr12', 'virbr13']),
  name: 'hv03',
  guests: [],
  networks: second.networks
    .filter(({ name }) => ['lab', 'isolated'].includes(name))
    .map(({ persistent: _, live: __, ...one }) => ({
      ...one,
      active: false,
      autostart: false,
      uuid: one.uuid.replace(/^..../, '3333'),
      guests: [],
    })),
};

function found(...hosts: AuditedHost[]): string[] {
  const fleet = { hosts, isWhole: false };
  return findingsIn(fleet, RULES).map(
    ({ rule, host, object, evidence }) => `${rule} ${host} ${object}: ${evidence}`,
  );
}

function without(host: AuditedHost, names: readonly string[]): AuditedHost {
  return { ...host, links: new Map([...host.links].filter(([name]) => !names.includes(name))) };
}

function withLinks(host: AuditedHost, ...links: readonly Partial<LinkFacts>[]): AuditedHost {
  const usual = {
    name: '',
    kind: 'card' as const,
    mtu: 1500,
    up: true,
    mac: '',
    macIsSet: true,
    addresses: [],
  };
  return {
    ...host,
    links: new Map([
      ...host.links,
      ...links.map(
        (one) => [one.name ?? '', { ...usual, ...host.links.get(one.name ?? ''), ...one }] as const,
      ),
    ]),
  };
}

describe('bonds', () => {
  const bond = { name: 'bond0', kind: 'bond' as const, bond: { mode: '802.3ad', up: true } };
  const port = (name: string, slaveUp: boolean) => ({ name, master: 'bond0', slaveUp });

  it('with all links are fine', () => {
    expect(found(withLinks(first, bond, port('eno1', true), port('eno2', true)))).toEqual([]);
  });

  it('with a link that is down are found', () => {
    expect(found(withLinks(first, bond, port('eno1', true), port('eno2', false)))).toEqual([
      'bond-without-redundancy hv01 bond bond0: eno2 has no link (802.3ad)',
    ]);
  });
});

it('bridges of containers, which every host has alike, are nobody’s mistake', () => {
  const docker = {
    name: 'docker0',
    kind: 'bridge' as const,
    addresses: ['172.17.0.1/16'],
    macIsSet: false,
    mac: '02:42:00:00:00:01',
  };
  const container = { name: 'veth1', master: 'docker0', mtu: 1400, mac: '02:42:00:00:00:02' };
  expect(
    found(
      withLinks(first, docker, container),
      withLinks(second, docker, { ...container, mac: '02:42:00:00:00:03' }),
    ),
  ).toEqual([]);
});

describe('of three hosts the one that is another is found', () => {
  const bridge = { name: 'brx', kind: 'bridge' as const };
  const all = (mtu: number) =>
    [first, second, third].map((host, index) =>
      withLinks(
        host,
        { ...bridge, mtu: index === 2 ? mtu : 1500 },
        { name: 'nic', master: 'brx', mtu: 9000 },
      ),
    );

  it('by the MTU of a bridge', () => {
    expect(found(...all(1500))).toEqual([]);
    expect(found(...all(9000))).toEqual([
      'mtu-differs-in-fleet hv03 bridge brx: 9000 bytes here, 1500 on most hosts',
    ]);
  });

  it('by the mode of a network', () => {
    const networks = third.networks.map((one) =>
      one.name === 'isolated'
        ? { ...one, definition: { ...one.definition, forward: { mode: 'open' as const } } }
        : one,
    );
    expect(found(first, second, { ...third, networks })).toContain(
      'network-differs-in-fleet hv03 network isolated: open here, isolated on most hosts',
    );
  });
});

it('a guest on Open vSwitch, whose ports the kernel has on a bridge of their own, is where it belongs', () => {
  const guests = first.guests.map((one) => (one.interface ? { ...one, master: 'ovs-system' } : one));
  const networks = first.networks.map((one) => ({
    ...one,
    guests: guests.filter(({ network }) => network === one.name),
  }));
  expect(found({ ...first, guests, networks })).toEqual([]);
});

it('a name server on all addresses answers the internet by those of the links that are public', () => {
  const host = withLinks(
    first,
    { name: 'up9', addresses: ['10.9.9.9/24', '198.41.0.4/24'] },
    { name: 'up8', addresses: ['2a00::1/64'] },
  );
  const at = (address: string, link?: string) =>
    found({ ...host, listeners: [{ protocol: 'udp', address, port: 53, ...(link && { link }) }] }).filter(
      (one) => one.startsWith('open-resolver'),
    );
  const open = (address: string) => `open-resolver hv01 host: port 53 of ${address} is open`;
  expect([at('0.0.0.0'), at('::'), at('0.0.0.0', 'up8'), at('10.9.9.9'), at('198.41.0.4')]).toEqual([
    [open('198.41.0.4')],
    [open('198.41.0.4'), open('2a00::1')],
    [],
    [],
    [open('198.41.0.4')],
  ]);
});

it('an address of the link alone is no missing address', () => {
  const networks = first.networks.map((one) =>
    one.live
      ? {
          ...one,
          live: {
            ...one.live,
            ip: [...(one.live.ip ?? []), { address: 'fe80::1', family: 'ipv6' as const, prefix: 64 }],
          },
        }
      : one,
  );
  expect(found({ ...first, networks }).filter((one) => one.startsWith('bridge-without'))).toEqual([]);
});

it('two networks with one bridge are both found', () => {
  const bridge = { name: 'virbr10' };
  const networks = first.networks.map((one) =>
    one.name === 'isolated'
      ? {
          ...one,
          bridge: 'virbr10',
          definition: { ...one.definition, bridge },
          persistent: { ...one.definition, bridge },
        }
      : one,
  );
  expect(found({ ...first, networks }).filter((one) => one.startsWith('bridge-taken'))).toEqual([
    'bridge-taken hv01 network isolated: virbr10 is the bridge of network lab',
    'bridge-taken hv01 network lab: virbr10 is the bridge of network isolated',
  ]);
});

it('what could not be seen is nothing that is found', () => {
  const blind = {
    firewall: undefined,
    filters: undefined,
    kernel: undefined,
    listeners: undefined,
    libvirtSettings: undefined,
  };
  const host = {
    ...first,
    ...blind,
    files: undefined,
    out: undefined,
    dnsmasq: undefined,
    dnsmasqUnit: undefined,
  };
  expect(found({ ...host, libvirt: undefined, firewalld: undefined })).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { KERNEL_DEFAULTS } from '../src/bridge/kernel/link.ts';
import { matchedAt } from '../src/bridge/kernel/match.ts';
import { addressesAt, linkAt } from '../src/bridge/kernel/probes.ts';
import { DEPENDENCIES } from '../src/dependencies.ts';
import { hostDnsmasq } from '../src/dnsmasq/host-dnsmasq.ts';
import { Observations } from '../src/engine/script/observations.ts';
import { bridgePorts } from '../src/host/bridge-ports.ts';
import { type Facts, hostFacts } from '../src/host/facts.ts';
import { type FileState, fileAt } from '../src/host/files.ts';
import { hostLinks } from '../src/host/host-links.ts';
import { runningName } from '../src/host/hostname.ts';
import { hostNetworks } from '../src/libvirt/observe/host-networks.ts';
import { type NetworkState, networkAt } from '../src/libvirt/observe/network-state.ts';
import { parseRouting, type Routing, routing } from '../src/management/routing.ts';
import { netplanFiles } from '../src/netplan/host-files.ts';
import { type Probe, ProbeError } from '../src/plan/probe.ts';

/** A host with one bridge of libvirt and one of its own, on which a guest has a tap. */
const RULES = '0:\tfrom all lookup 255\n32766:\tfrom all lookup 254\n';
const HOST: readonly (readonly [Probe<never>, unknown])[] = [
  [hostLinks, { links: ['br0', 'eth0', 'eth1'], routes: [] }],
  [routing, parseRouting(`${RULES}default via 10.0.0.1 dev eth0`)],
  [
    bridgePorts,
    [
      { bridge: 'br0', port: 'eth1', tap: false },
      { bridge: 'br0', port: 'vnet0', tap: true },
    ],
  ],
  [hostNetworks, []],
  [netplanFiles, [{ path: '/etc/netplan/50-cloud.yaml', text: 'network: {}\n' }]],
  [hostDnsmasq, { program: true, files: {}, instances: {} }],
] as never;

function hostOf(...more: readonly (readonly [Probe<never>, unknown])[]): Observations {
  const known = [...HOST, ...more].map(
    ([probe, value]) => [probe.key, { probe: probe as Probe, value, raw: undefined }] as const,
  );
  return new Observations(known, DEPENDENCIES);
}

function readOf<T>(host: Observations, probe: Probe<T>): T {
  return host.values({ probe: probe as Probe }).probe as T;
}

const predict = <T>(host: Observations, probe: Probe<T>, value: T) => host.predict(probe as Probe, value);
const file = (content: string): FileState => ({
  kind: 'file',
  mode: '0600',
  owner: 'root',
  group: 'root',
  content,
});
const link = { exists: true, mtu: 1500, up: true, ports: [], addresses: [], routes: [] } as const;
const bridge = { ...link, bridge: KERNEL_DEFAULTS };
const waysTo = ({ routes }: Routing) => routes.flatMap(({ hops }) => hops.map(({ device }) => device));

describe('a link', () => {
  it('brings its addresses and routes, and takes them away', () => {
    const host = hostOf();
    const routes = ['10.8.0.0/16 via 10.9.0.9'];
    predict(host, linkAt('br1'), { ...bridge, addresses: ['10.9.0.1/24'], routes });
    expect(readOf(host, hostLinks)).toMatchObject({
      links: ['br0', 'br1', 'eth0', 'eth1'],
      routes: [
        { destination: { address: '10.8.0.0', prefix: 16 }, device: 'br1', gateway: '10.9.0.9' },
        { destination: { address: '10.9.0.0', prefix: 24 }, device: 'br1' },
      ],
    });
    expect(waysTo(readOf(host, routing))).toContain('br1');
    predict(host, linkAt('br1'), { exists: false });
    expect(readOf(host, hostLinks)).toEqual({ links: ['br0', 'eth0', 'eth1'], routes: [] });
    expect(waysTo(readOf(host, routing))).toEqual(['eth0']);
  });

  it('that is a bridge has its ports, and keeps the taps of guests; a bond has no bridge ports', () => {
    const host = hostOf();
    predict(host, linkAt('br0'), { ...bridge, ports: ['bond0'] });
    predict(host, linkAt('bond0'), { ...link, bond: true, ports: ['eth1', 'eth2'] });
    expect(readOf(host, bridgePorts)).toEqual([
      { bridge: 'br0', port: 'bond0', tap: false },
      { bridge: 'br0', port: 'vnet0', tap: true },
    ]);
    predict(host, linkAt('br0'), { exists: false });
    expect(readOf(host, bridgePorts)).toEqual([]);
  });

  it('is found by its match as it is made', () => {
    const matched = matchedAt({ id: 'lan', name: 'eth*', macaddress: '', driver: [] });
    const one = { name: 'eth1', link, carries: ['10.0.0.5/24'] };
    const other = { name: 'eth2', link, carries: [] };
    const host = hostOf([matched as Probe<never>, [one, other]]);
    predict(host, linkAt('eth1'), { ...link, mtu: 9000 });
    predict(host, addressesAt('eth1'), []);
    expect(readOf(host, matched)).toEqual([
      { name: 'eth1', link: { ...link, mtu: 9000 }, carries: [] },
      other,
    ]);
  });
});

it('a network is among those of its host, and its bridge among the links', () => {
  const host = hostOf([networkAt('net') as Probe<never>, { exists: false }]);
  const net = { name: 'net', bridge: { name: 'virbr7' }, ip: [{ address: '10.7.0.1', prefix: 24 }] };
  const made: NetworkState = { exists: true, active: true, autostart: true, persistent: net, live: net };
  predict(host, networkAt('net'), made);
  expect(readOf(host, hostNetworks)).toMatchObject([{ name: 'net' }]);
  expect(readOf(host, hostLinks).links).toContain('virbr7');
  expect(waysTo(readOf(host, routing))).toContain('virbr7');
  predict(host, networkAt('net'), { exists: false });
  expect(readOf(host, hostNetworks)).toEqual([]);
  expect(readOf(host, hostLinks)).toEqual({ links: ['br0', 'eth0', 'eth1'], routes: [] });
  expect(waysTo(readOf(host, routing))).toEqual(['eth0']);
});

describe('a file, whatever module writes it', () => {
  it.each<[string, FileState, string[]]>([
    ['/etc/netplan/60-own.yaml', file('network: {}'), ['network: {}\n', 'network: {}\n']],
    ['/etc/netplan/50-cloud.yaml', { kind: 'absent' }, []],
    ['/etc/netplan/60-own.yaml', { kind: 'link', target: '/x' }, ['network: {}\n']],
    ['/etc/netplan/old/60-own.yaml', file('network: {}'), ['network: {}\n']],
    ['/etc/netplan/60-own.yaml.save', file('network: {}'), ['network: {}\n']],
  ])('is read by netplan where netplan looks: %s', (path, state, texts) => {
    const host = hostOf();
    predict(host, fileAt(path), state);
    expect(readOf(host, netplanFiles).map(({ text }) => text)).toEqual(texts);
  });

  it.each<[string, string[]]>([
    ['/etc/dnsmasq.d/lab', ['/etc/dnsmasq.d/lab']],
    ['/etc/dnsmasq.d/lab~', []],
    ['/etc/dnsmasq.d/.lab', []],
    ['/etc/motd', []],
  ])('is read by dnsmasq where dnsmasq looks: %s', (path, files) => {
    const host = hostOf();
    predict(host, fileAt(path), file('interface=br0\n'));
    expect(Object.keys(readOf(host, hostDnsmasq).files)).toEqual(files);
  });
});

it('the name of the host is among its facts', () => {
  const rest = { min: {}, network: {}, hardware: {}, virtual: {} };
  const own = { fqdn: 'a.lab', system: 'Linux' };
  const facts: Facts = { ...rest, platform: { ...own, hostname: 'a', nodename: 'a' } };
  const host = hostOf([hostFacts as Probe<never>, facts]);
  predict(host, runningName, 'hv01.lab');
  const platform = { ...own, hostname: 'hv01', nodename: 'hv01.lab' };
  expect(readOf(host, hostFacts)).toEqual({ ...rest, platform });
});

describe('what follows', () => {
  const path = '/etc/netplan/60-own.yaml';

  it('is derived also of what is read after the prediction was made', () => {
    const host = new Observations([], DEPENDENCIES);
    predict(host, fileAt(path), file('network: {}\n'));
    host.takeFrom(hostOf(), [netplanFiles as Probe]);
    expect(readOf(host, netplanFiles)).toHaveLength(2);
    expect(host.copy().get(netplanFiles as Probe)).toMatchObject({ raw: undefined });
  });

  it('is read again after the change, where it is known', () => {
    const probes = [fileAt(path) as Probe];
    expect(
      hostOf()
        .following(probes)
        .map(({ key }) => key),
    ).toEqual([netplanFiles.key, hostDnsmasq.key]);
    expect(new Observations([], DEPENDENCIES).following(probes)).toEqual([]);
  });

  it('stays unknown where it could not be read', () => {
    const error = new ProbeError('no');
    const probe = netplanFiles as Probe;
    const host = new Observations([[probe.key, { probe, error }]], DEPENDENCIES);
    predict(host, fileAt(path), file('network: {}\n'));
    expect(host.get(probe)).toEqual({ probe, error });
  });
});

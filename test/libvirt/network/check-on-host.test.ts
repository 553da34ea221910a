import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { liveOf } from '../../../src/libvirt/compare/live-copy.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { checkOnHost, type HostCheckFacts } from '../../../src/libvirt/network/check-on-host.ts';
import { amongNeighbours, type Neighbours, neighbours } from '../../../src/libvirt/network/neighbours.ts';
import { planNetwork } from '../../../src/libvirt/network/plan-network.ts';
import { type NetworkState, networkAt } from '../../../src/libvirt/observe/network-state.ts';
import { parseRouting } from '../../../src/management/routing.ts';
import type { SessionPath } from '../../../src/management/session-path.ts';
import { afterChanges } from '../../modules/after-changes.ts';
import { networkOf } from '../rules/sound.ts';

const net = networkOf({});
const route = (address: string, prefix: number, device: string) => ({
  destination: { address, prefix },
  device,
});
const running = (definition: Network): NetworkState & { exists: true } => {
  const persistent = canonical(definition);
  return { exists: true, active: true, autostart: true, persistent, live: liveOf(persistent) };
};
const lan: Neighbours['host'] = { links: ['eth0', 'lo'], routes: [route('10.0.0.0', 16, 'eth0')] };
const clear: Neighbours['host'] = { links: ['eth0', 'lo'], routes: [] };
const on = (more: Partial<HostCheckFacts> = {}): HostCheckFacts => ({
  version: [11, 3, 0],
  network: { exists: false },
  networks: [],
  host: clear,
  ...more,
});
const want = (definition: Network, state: 'active' | 'inactive' | 'absent' = 'active') => ({
  name: definition.name,
  state,
  definition,
});

describe('a definition', () => {
  it('with what the dnsmasq of the host does not take is stored, but not started', () => {
    const options = networkOf({ 'dnsmasq:options': { 'dnsmasq:option': [{ value: 'foo=bar' }] } });
    const refused = on({ refusals: { 'foo=bar': 'bad option' } });
    const stored = checkOnHost(want(options, 'inactive'), refused, true);
    const started = checkOnHost(want(options), refused, true);
    expect([stored.errors, started.warnings]).toEqual([[], []]);
    expect(stored.warnings).toEqual(started.errors);
    expect(stored.warnings).toEqual([expect.stringContaining('foo=bar: bad option')]);
  });

  it('is stopped by what stands in its way, in a sentence that says what to do', () => {
    expect(checkOnHost(want(net), on({ host: lan }), true).errors).toEqual([
      'A subnet overlaps a route of the host: 10.0.0.1/24 overlaps 10.0.0.0/16 of the route by eth0. ' +
        'Take another subnet: the host would no longer reach one of the two, or libvirt refuses to start the network.',
    ]);
    expect(checkOnHost(want(net), on(), true).errors).toEqual([]);
  });

  it('is not stopped by what already holds of the network that runs', () => {
    const host = { ...lan, links: ['virbr7', ...lan.links] };
    const verdict = checkOnHost(
      want({ ...net, mtu: { size: 1400 } }),
      on({ host, network: running(net) }),
      true,
    );
    expect(verdict.errors).toEqual([]);
    expect(verdict.warnings).toHaveLength(1);
    const moved = networkOf({ ip: { address: '10.0.9.1/24', dhcp: { range: [], host: [] } } });
    expect(checkOnHost(want(moved), on({ host, network: running(net) }), true).errors).toHaveLength(1);
  });

  it('that need not run does not wait for links and routes', () => {
    const hosted = networkOf({ forward: { mode: 'bridge' }, bridge: { name: 'br0' }, ip: undefined });
    for (const definition of [net, hosted])
      expect(checkOnHost(want(definition, 'inactive'), on({ host: lan }), true).errors).toEqual([]);
    expect(checkOnHost(want(hosted), on({ host: lan }), true).errors).toHaveLength(1);
    expect(checkOnHost(want(hosted), on({ network: running(hosted) }), true).errors).toHaveLength(1);
  });
});

describe('what a change means for this SSH session', () => {
  const impacts = (
    desired: ReturnType<typeof want>,
    network: NetworkState,
    session: SessionPath,
    routes = '',
  ) => {
    const current = {
      network,
      guests: [],
      ports: [],
      version: [11, 3, 0] as const,
      networks: [],
      host: clear,
      session,
      routing: parseRouting(`0:\tfrom all lookup 255\n32766:\tfrom all lookup 254\n${DEFAULT}\n${routes}`),
    };
    const { changes } = planNetwork(desired, current);
    return amongNeighbours(changes, desired.name, network, current).map(({ impact }) => impact);
  };
  const DEFAULT = 'default via 10.66.0.1 dev eth0';
  const over = (...links: string[]) => ({ client: '10.9.0.9', server: '10.66.0.2', links });

  it.each<[string, ReturnType<typeof want>]>([
    ['removed', want(net, 'absent')],
    ['stopped', want(net, 'inactive')],
    ['restarted', want({ ...net, mtu: { size: 1400 } })],
  ])('is told where it comes in over the bridge of a network that is %s', (_, desired) => {
    const [impact] = impacts(desired, running(net), over('virbr7'));
    expect(impact?.disruption).toBe('management');
    expect(impact?.note).toMatch(/^this SSH session comes in over virbr7; the network is /);
    expect(impacts(desired, running(net), over('eth0'))[0]?.disruption).toBe('service');
  });

  it('is told where a network would take the answers to its client', () => {
    const taken = networkOf({ ip: { address: '10.9.0.1/24' } });
    const routed = networkOf({ route: { address: '10.9.0.0/16', gateway: '10.0.0.2' } });
    const gone = { exists: false } as const;
    const note = (way: string) =>
      `the answers of this SSH session to 10.9.0.9 would go ${way} instead of to 10.66.0.1 by eth0`;
    expect(impacts(want(taken), gone, over('eth0'))).toEqual([
      { disruption: 'management', note: note('by virbr7') },
    ]);
    expect(impacts(want(routed), gone, over('eth0'))).toEqual([
      { disruption: 'management', note: note('to 10.0.0.2 by virbr7') },
    ]);
    expect(impacts(want(net), gone, over('eth0'))).toEqual([{ disruption: 'none' }]);
    expect(impacts(want(taken, 'inactive'), gone, over('eth0'))).toEqual([{ disruption: 'none' }]);
    expect(impacts(want(taken), gone, { links: [] })).toEqual([{ disruption: 'none' }]);
    const closer = '10.9.0.9 dev eth0';
    expect(impacts(want(taken), gone, over('eth0'), closer)).toEqual([{ disruption: 'none' }]);
    expect(
      impacts(
        want({ ...taken, mtu: { size: 1400 } }),
        running(taken),
        over('virbr7'),
        '10.9.0.0/24 dev virbr7',
      )[0]?.note,
    ).toMatch(/^this SSH session comes in over virbr7/);
  });
});

describe('what changes of a network leave around it', () => {
  const other = networkOf({ name: 'other', bridge: { name: 'virbr8' }, ip: { address: '10.1.0.1/24' } });
  const around: Neighbours = { networks: [], host: clear, routing: { rules: [], routes: [] } };

  /** The surroundings after these networks were brought about one after the other. */
  function leftBy(
    wishes: ReturnType<typeof want>[],
    start: Neighbours,
    states: Record<string, NetworkState> = {},
  ) {
    return wishes.reduce(({ networks, host, routing }, desired) => {
      const network = states[desired.name] ?? ({ exists: false } as const);
      const current = {
        network,
        guests: [],
        ports: [],
        version: [11, 3, 0] as const,
        networks,
        host,
        session: { links: [] },
        routing,
      };
      const changes = amongNeighbours(
        planNetwork(desired, { ...current, version: [11, 3, 0] }).changes,
        desired.name,
        network,
        current,
      );
      const probes = { network: networkAt(desired.name), ...neighbours };
      const left = afterChanges(changes, probes, current);
      const { networks: around, host: links, routing: way } = left.values(neighbours);
      return { networks: around, host: links, routing: way } as Neighbours;
    }, start);
  }

  it('is seen by the next', () => {
    const made = leftBy([want(net)], around);
    expect(made.host).toEqual({ links: ['eth0', 'lo', 'virbr7'], routes: [route('10.0.0.0', 24, 'virbr7')] });
    const sameBridge = networkOf({ name: 'b', ip: { address: '10.2.0.1/24' } });
    const sameSubnet = networkOf({ name: 'b', bridge: { name: 'virbr9' } });
    const about = (definition: Network) =>
      checkOnHost(want(definition), on(made), true).errors.map((error) => error.split(':')[0]);
    expect(about(sameBridge)).toEqual(['Two networks use the same bridge']);
    expect(about(sameSubnet)).toEqual([
      'Subnets of two networks overlap',
      'A subnet overlaps a route of the host',
    ]);
    expect(about(other)).toEqual([]);
  });

  it('has the bridge that libvirt will choose', () => {
    const nameless = (name: string, address: string) =>
      networkOf({ name, bridge: undefined, ip: { address } });
    const start = {
      networks: [canonical(networkOf({ name: 'old', bridge: { name: 'virbr0' } }))],
      host: clear,
      routing: { rules: [], routes: [] },
    };
    const first = leftBy([want(nameless('a', '10.1.0.1/24'))], start);
    expect(first.host.links).toEqual(['eth0', 'lo', 'virbr1']);
    const labelled = networkOf({ name: 'c', bridge: { name: 'lab%d' }, ip: { address: '10.3.0.1/24' } });
    const all = leftBy([want(nameless('b', '10.2.0.1/24'), 'inactive'), want(labelled)], first);
    expect(all.host.links).toEqual(['eth0', 'lab0', 'lo', 'virbr1']);
    expect(all.networks.map(({ bridge }) => bridge?.name)).toEqual(['virbr1', 'virbr2', 'lab0', 'virbr0']);
  });

  it('makes room when a network is removed', () => {
    const made = leftBy([want(net)], around);
    const removed = leftBy([want(net, 'absent')], made, { lab: running(net) });
    expect(removed).toEqual(around);
  });

  it('makes room when a network is stopped or moved, but keeps what is stored', () => {
    const made = leftBy([want(net), want(other)], around);
    const stopped = leftBy([want(net, 'inactive')], made, { lab: running(net) });
    expect(stopped.host).toEqual({
      links: ['eth0', 'lo', 'virbr8'],
      routes: [route('10.1.0.0', 24, 'virbr8')],
    });
    expect(stopped.networks.map(({ name }) => name)).toEqual(['lab', 'other']);
    const moved = leftBy([want(networkOf({ ip: { address: '10.9.0.1/24' } }))], made, { lab: running(net) });
    expect(moved.host.routes).toEqual([route('10.1.0.0', 24, 'virbr8'), route('10.9.0.0', 24, 'virbr7')]);
  });
});

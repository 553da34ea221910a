import { describe, expect, it } from 'vitest';
import { type KernelBridge, kernelBridges } from '../../../src/bridge/kernel/kernel-bridges.ts';
import { ALL_PURPOSES, type FirewallRules } from '../../../src/libvirt/observe/firewall-rules.ts';
import type { NetworkState } from '../../../src/libvirt/observe/network-state.ts';
import {
  bridgesAfter,
  type CurrentBridges,
  repairedBridge,
} from '../../../src/libvirt/running/bridge-repair.ts';
import { withRunningParts } from '../../../src/libvirt/running/running-parts.ts';
import { type Change, NO_IMPACT } from '../../../src/plan/change.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { describeStep, type Step } from '../../../src/plan/step.ts';
import { OPEN_FIREWALL } from '../../host/firewall/open-firewall.ts';
import { parsed } from '../../modules/trial.ts';

const LIVE = {
  name: 'lab',
  bridge: { name: 'virbr7', stp: 'on' as const },
  mtu: { size: 1400 },
  ip: [
    { address: '10.7.0.1', netmask: '255.255.255.0' },
    { family: 'ipv6' as const, address: '2001:DB8:7:0::1', prefix: 64 },
    { family: 'ipv6' as const, address: 'fe80::7', prefix: 64 },
  ],
  route: [{ address: '10.9.0.0', prefix: 16, gateway: '10.7.0.2' }],
};
const STATE: NetworkState = { exists: true, active: true, autostart: true, persistent: LIVE, live: LIVE };
const ADDRESSES = ['10.7.0.1/24', '2001:db8:7::1/64'];
const RIGHT: KernelBridge = { up: true, mtu: 1400, stp: true, addresses: ADDRESSES };
const ROUTE = { destination: { address: '10.9.0.0', prefix: 16 }, device: 'virbr7', gateway: '10.7.0.2' };

function current(virbr7: KernelBridge, more: Partial<CurrentBridges> = {}): CurrentBridges {
  return {
    bridges: { virbr7 },
    host: { links: ['virbr7'], routes: [ROUTE] },
    session: { links: [] },
    routing: { rules: [], routes: [] },
    ...more,
  };
}

const told = (about: CurrentBridges, state: NetworkState = STATE) =>
  repairedBridge('lab', state, about).map(({ what, before, after, impact, steps }) => [
    `${what}: ${before} → ${after}`,
    impact.disruption,
    ...steps.map(describeStep),
  ]);

// Recorded on bookworm (iproute2 6.1); trixie (6.15) prints the same.
const SAID = `bridge virbr0 1 1500 1
bridge vbx1 0 1400 0
3: virbr0    inet 192.168.122.1/24 brd 192.168.122.255 scope global virbr0\\       valid_lft forever preferred_lft forever
4: vbx1    inet 10.99.1.1/24 brd 10.99.1.255 scope global vbx1\\       valid_lft forever preferred_lft forever
4: vbx1    inet6 2001:db8:9::1/64 scope global tentative \\       valid_lft forever preferred_lft forever
`;

it('the bridges of a host are read as the kernel and ip show them', () => {
  expect(parsed(kernelBridges, SAID)).toEqual({
    virbr0: { up: true, mtu: 1500, stp: true, addresses: ['192.168.122.1/24'] },
    vbx1: { up: false, mtu: 1400, stp: false, addresses: ['10.99.1.1/24', '2001:db8:9::1/64'] },
  });
  expect(parsed(kernelBridges, '')).toEqual({});
});

describe('the bridge of a network that runs', () => {
  it('is left alone as libvirt made it, and where the network says nothing of its mtu', () => {
    expect(told(current(RIGHT))).toEqual([]);
    const { mtu: _, ...live } = LIVE;
    expect(
      told(current({ ...RIGHT, mtu: 9000 }), { exists: true, active: true, autostart: true, live }),
    ).toEqual([]);
    expect(told(current(RIGHT), { exists: false })).toEqual([]);
  });

  it('asks for no routes while it is in step: they cost a third of the plan of a network', () => {
    const unasked = (virbr7: KernelBridge) => ({
      ...current(virbr7),
      get routing(): never {
        throw new Error('the routes were asked for');
      },
    });
    expect(told(unasked(RIGHT))).toEqual([]);
    expect(() => told(unasked({ ...RIGHT, mtu: 9000 }))).toThrow('the routes were asked for');
  });

  it('gets back what somebody changed in the kernel', () => {
    const is = { up: false, mtu: 1500, stp: false, addresses: ['10.7.0.1/24', '10.7.0.66/24'] };
    expect(told(current(is, { host: { links: ['virbr7'], routes: [] } }))).toEqual([
      ['state of virbr7: down → up', 'none', 'ip link set dev virbr7 up'],
      ['mtu of virbr7: 1500 → 1400', 'none', 'ip link set dev virbr7 mtu 1400'],
      ['stp of virbr7: off → on', 'none', 'ip link set dev virbr7 type bridge stp_state 1'],
      [
        'addresses of virbr7: 10.7.0.1/24, 10.7.0.66/24 → 10.7.0.1/24, 2001:db8:7::1/64',
        'service',
        'ip addr del 10.7.0.66/24 dev virbr7',
        'ip addr add 2001:db8:7::1/64 dev virbr7',
      ],
      [
        'routes of virbr7: null → 10.9.0.0/16 via 10.7.0.2',
        'none',
        'ip route add 10.9.0.0/16 via 10.7.0.2 dev virbr7 proto static metric 1',
      ],
    ]);
  });

  it('is as predicted then, one thing after the other', () => {
    const is = { ...RIGHT, mtu: 1500, addresses: [] };
    const left = repairedBridge('lab', STATE, current(is)).map(
      ({ predictions }) => predictions.find(({ probe }) => probe.key === kernelBridges.key)?.value,
    );
    expect(left).toEqual([{ virbr7: { ...RIGHT, addresses: [] } }, { virbr7: RIGHT }]);
  });

  it('takes more consent where the operator comes in by it', () => {
    const session = { client: '10.7.0.5', server: '10.7.0.1', serverPort: 22, links: ['virbr7'] };
    const found = told(current({ ...RIGHT, mtu: 1500 }, { session }));
    expect(found.map(([, disruption]) => disruption)).toEqual(['management']);
  });
});

it('the bridges follow from networks that start and stop', () => {
  const gone: NetworkState = { exists: false };
  expect(bridgesAfter({}, gone, STATE)).toEqual({ virbr7: RIGHT });
  expect(bridgesAfter({ virbr7: RIGHT, br0: RIGHT }, STATE, gone)).toEqual({ br0: RIGHT });
});

it('a bridge that somebody deleted is made anew by a restart, before all else', () => {
  const there = {
    ...current(RIGHT),
    network: STATE,
    rules: undefined,
    chains: undefined,
    firewall: OPEN_FIREWALL,
    dnsmasqs: { daemon: 'libvirtd', networks: ['lab'] },
    guests: [],
    ports: [],
  };
  const other = { changes: [] };
  expect(withRunningParts(other, 'lab', there)).toBe(other);
  const { changes } = withRunningParts(other, 'lab', { ...there, bridges: {} });
  expect(changes).toMatchObject([
    {
      what: 'bridge virbr7 of network lab',
      copies: ['kernel'],
      impact: { disruption: 'service' },
      steps: [{ do: 'detached', args: ['lab', 'persistent', 'virbr7', 'virbr7', 'yes', '', '1400'] }],
    },
  ]);
  const left = changes[0]?.predictions.find(({ probe }) => probe.key === kernelBridges.key);
  expect(left?.value).toEqual({ virbr7: RIGHT });
});

it('firewall rules that are gone are written before a network is stopped: it would not start without their chains', () => {
  const none = Object.fromEntries(ALL_PURPOSES.map((purpose) => [purpose, []])) as unknown as FirewallRules;
  const nat = { ...LIVE, forward: { mode: 'nat' as const } };
  const about = {
    ...current(RIGHT),
    network: { ...STATE, persistent: nat, live: nat },
    rules: none,
    chains: undefined,
    firewall: OPEN_FIREWALL,
    dnsmasqs: { daemon: 'libvirtd', networks: ['lab'] },
    guests: [],
    ports: [],
  };
  const whats = ({ changes }: Plan) => changes.map(({ what }) => what);
  expect(whats(withRunningParts({ changes: [] }, 'lab', { ...about, bridges: {} }))).toEqual([
    'firewall rules of network lab',
    'bridge virbr7 of network lab',
  ]);
  const restart: Change = {
    ...{ action: 'update', proof: 'observed', what: 'mtu', before: '1400', after: '1300' },
    ...{ impact: NO_IMPACT, steps: [{ do: 'detached' } as Step], predictions: [] },
  };
  expect(whats(withRunningParts({ changes: [restart] }, 'lab', about))).toEqual([
    'firewall rules of network lab',
    'mtu',
  ]);
});

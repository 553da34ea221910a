import { describe, expect, it } from 'vitest';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { virsh } from '../../../src/libvirt/network/virsh-step.ts';
import {
  ALL_PURPOSES,
  type FirewallRules,
  firewallRules,
  libvirtChains,
  type Purpose,
} from '../../../src/libvirt/observe/firewall-rules.ts';
import { type NetworkState, networkAt } from '../../../src/libvirt/observe/network-state.ts';
import { withChainsFirst } from '../../../src/libvirt/running/chains-first.ts';
import { repairedFirewall, rulesAfter } from '../../../src/libvirt/running/firewall-repair.ts';
import { type Change, NO_IMPACT, predict } from '../../../src/plan/change.ts';
import { parsed } from '../../modules/trial.ts';

// Recorded of a network of mode nat, of libvirt 9.0 on bookworm as nft lists what it wrote with iptables.
const IPTABLES = `table ip filter {
	chain LIBVIRT_INP {
		iifname "virbr7" udp dport 53 counter accept
		iifname "virbr7" udp dport 67 counter accept
	}
	chain INPUT {
		type filter hook input priority filter; policy accept;
		counter jump LIBVIRT_INP
	}
	chain LIBVIRT_OUT {
		oifname "virbr7" udp dport 68 counter accept
	}
	chain OUTPUT {
		type filter hook output priority filter; policy accept;
		counter jump LIBVIRT_OUT
	}
	chain FORWARD {
		type filter hook forward priority filter; policy accept;
		counter jump LIBVIRT_FWX
		counter jump LIBVIRT_FWI
		counter jump LIBVIRT_FWO
	}
	chain LIBVIRT_FWO {
		iifname "virbr7" ip saddr 10.7.0.0/24 counter accept
		iifname "virbr7" counter reject
	}
	chain LIBVIRT_FWI {
		oifname "virbr7" ip daddr 10.7.0.0/24 ct state related,established counter accept
		oifname "virbr7" counter reject
	}
	chain LIBVIRT_FWX {
		iifname "virbr7" oifname "virbr7" counter accept
	}
}
table ip nat {
	chain LIBVIRT_PRT {
		ip saddr 10.7.0.0/24 ip daddr 224.0.0.0/24 counter return
		meta l4proto tcp ip saddr 10.7.0.0/24 ip daddr != 10.7.0.0/24 counter masquerade to :1024-65535
		ip saddr 10.7.0.0/24 ip daddr != 10.7.0.0/24 counter masquerade
	}
	chain POSTROUTING {
		type nat hook postrouting priority srcnat; policy accept;
		counter jump LIBVIRT_PRT
	}
}
`;
// Of libvirt 11.3 on trixie with its nftables backend.
const NFTABLES = `table ip libvirt_network {
	chain forward {
		type filter hook forward priority filter; policy accept;
		counter jump guest_cross
		counter jump guest_input
		counter jump guest_output
	}
	chain guest_output {
		ip saddr 10.7.0.0/24 iif "virbr7" counter accept
		iif "virbr7" counter reject
	}
	chain guest_input {
		oif "virbr7" ip daddr 10.7.0.0/24 ct state established,related counter accept
		oif "virbr7" counter reject
	}
	chain guest_cross {
		iif "virbr7" oif "virbr7" counter accept
	}
	chain guest_nat {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr 10.7.0.0/24 ip daddr != 10.7.0.0/24 counter masquerade
	}
}
`;

/** As a host answers root. */
const seen = (filters: string) => `seen\n${filters}`;

/** The rules of a host with these, by purpose. */
function rules(own: Partial<Record<Purpose, readonly string[]>>): NonNullable<FirewallRules> {
  return Object.fromEntries(
    ALL_PURPOSES.map((each) => [each, own[each] ?? []]),
  ) as unknown as NonNullable<FirewallRules>;
}
const bridge = ['virbr7'];
const ISOLATED = rules({
  'between guests': bridge,
  'from outside, refused': bridge,
  'to outside, refused': bridge,
  'to the host': bridge,
  'from the host': bridge,
});
const NAT = {
  ...ISOLATED,
  'from guests': bridge,
  'to guests': bridge,
  masquerading: ['10.7.0.0/24'],
};
const NONE = rules({});

function network(mode?: 'nat' | 'open' | 'route', more: Partial<Network> = {}): NetworkState {
  const ip = [{ address: '10.7.0.1', netmask: '255.255.255.0' }];
  const live = { name: 'lab', bridge: { name: 'virbr7' }, ip, ...(mode && { forward: { mode } }), ...more };
  return { exists: true, active: true, autostart: true, persistent: live, live };
}
const six = { ip: [{ family: 'ipv6' as const, address: '2001:DB8:7::1', prefix: 64 }] };

describe('the firewall rules of libvirt', () => {
  it('are read as iptables and as nft write them; who is not root sees none', () => {
    expect(parsed(firewallRules, seen(IPTABLES))).toEqual(NAT);
    expect(parsed(firewallRules, seen(NFTABLES))).toEqual(NAT);
    expect(parsed(firewallRules, seen(''))).toEqual(NONE);
    expect(parsed(firewallRules, '')).toBeUndefined();
  });

  it('are in force only where something jumps to their chain', () => {
    const without = IPTABLES.replace(/.*jump LIBVIRT_(FWO|PRT)\n/g, '');
    expect(parsed(firewallRules, seen(without))).toEqual({
      ...NAT,
      ...{ 'from guests': [], 'to outside, refused': [], masquerading: [] },
    });
  });

  it('have chains that are there and called, or libvirt starts no network', () => {
    const of = (text: string) => parsed(libvirtChains, seen(text));
    expect(parsed(libvirtChains, '')).toBeUndefined();
    expect([of(IPTABLES), of(NFTABLES)]).toEqual([true, true]);
    const others =
      'table ip filter {\n\tchain INPUT {\n\t\ttype filter hook input priority 0; policy accept;\n\t}\n}\n';
    const gone = [
      '',
      others,
      IPTABLES.replace(/.*jump LIBVIRT_INP\n/, ''),
      NFTABLES.replace('guest_nat', 'mine'),
    ];
    expect(gone.map(of)).toEqual([false, false, false, false]);
  });

  it('follow from networks that start and stop, by their mode and addresses', () => {
    const gone: NetworkState = { exists: false };
    expect(rulesAfter(NONE, gone, network('nat'))).toEqual(NAT);
    expect(rulesAfter(NAT, network('nat'), gone)).toEqual(NONE);
    expect(rulesAfter(NAT, network('nat'), network('route'))).toEqual({ ...NAT, masquerading: [] });
    expect(rulesAfter(NONE, gone, network())).toEqual(ISOLATED);
    expect(rulesAfter(NONE, gone, network('open'))).toEqual(NONE);
    expect(rulesAfter(undefined, gone, network())).toBeUndefined();
    expect(rulesAfter(NONE, gone, network('nat', six))).toEqual({
      ...ISOLATED,
      'from guests (IPv6)': bridge,
      'to guests (IPv6)': bridge,
      'between guests (IPv6)': bridge,
      'from outside, refused (IPv6)': bridge,
      'to outside, refused (IPv6)': bridge,
      'to the host (IPv6)': bridge,
      'from the host (IPv6)': bridge,
    });
    expect(
      rulesAfter(NONE, gone, network('nat', { ...six, forward: { mode: 'nat', nat: { ipv6: 'yes' } } })),
    ).toMatchObject({ 'masquerading (IPv6)': ['2001:db8:7::/64'] });
    expect(rulesAfter(NONE, gone, network(undefined, { ipv6: 'yes' }))).toEqual({
      ...ISOLATED,
      'between guests (IPv6)': bridge,
      'from outside, refused (IPv6)': bridge,
      'to outside, refused (IPv6)': bridge,
    });
  });

  it('are written again where one is missing, of networks that have any', () => {
    const told = (state: NetworkState, found: FirewallRules) =>
      repairedFirewall('lab', state, found).map(({ what, after }) => `${what}: ${after}`);
    expect(told(network('nat'), { ...NAT, 'from guests': [], masquerading: ['10.8.0.0/24'] })).toEqual([
      'firewall rules of network lab: from guests, masquerading',
    ]);
    expect(told(network('nat'), NONE)).toEqual(['firewall rules of network lab: all']);
    expect(told(network('nat'), NAT)).toEqual([]);
    expect(told(network('open'), NONE)).toEqual([]);
    expect(told(network('nat'), undefined)).toEqual([]);
  });
});

it('libvirt makes its chains before a network starts where they are gone, and nothing else gets a step for it', () => {
  const change = (action: Change['action'], after: NetworkState): Change => ({
    ...{ action, proof: 'observed', what: 'network lab', before: null, after: '', impact: NO_IMPACT },
    steps: [virsh('net-start', 'lab')],
    predictions: [predict(networkAt('lab'), after)],
  });
  const made = (chains: boolean | undefined, ...all: Parameters<typeof change>) =>
    withChainsFirst({ changes: [change(...all)] }, 'lab', chains).changes.map(({ steps, predictions }) => ({
      steps: steps.map(({ do: kind }) => kind),
      foretold: predictions.slice(1).map(({ probe, value }) => `${probe.key}: ${value}`),
    }));
  const first = [{ steps: ['script', 'virsh'], foretold: ['firewall chains of libvirt: true'] }];
  const asItWas = [{ steps: ['virsh'], foretold: [] }];
  expect(made(false, 'start', network('nat'))).toEqual(first);
  expect(made(false, 'create', network())).toEqual(first);
  expect(made(true, 'start', network('nat'))).toEqual(asItWas);
  expect(made(undefined, 'start', network('nat'))).toEqual(asItWas);
  expect(made(false, 'update', network('nat'))).toEqual(asItWas);
  expect(made(false, 'start', network('open'))).toEqual(asItWas);
});

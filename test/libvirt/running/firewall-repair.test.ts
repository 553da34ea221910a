import { describe, expect, it } from 'vitest';
import { firewallRules } from '../../../src/libvirt/observe/firewall-rules.ts';
import type { NetworkState } from '../../../src/libvirt/observe/network-state.ts';
import { repairedFirewall, rulesAfter } from '../../../src/libvirt/running/firewall-repair.ts';

// Recorded on bookworm (iptables 1.8.9) and, of libvirt 11.3 with its nftables backend, from its source.
const IPTABLES = `seen
-A LIBVIRT_FWI -d 10.7.0.0/24 -o virbr7 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A LIBVIRT_FWI -o virbr7 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWO -i virbr7 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWX -i virbr7 -o virbr7 -j ACCEPT
`;
const NFTABLES = `seen
table ip libvirt_network {
	chain guest_output {
		iif "virbr7" counter packets 0 bytes 0 reject
	}
	chain guest_input {
		oif "virbr7" counter packets 0 bytes 0 reject
	}
	chain guest_cross {
		iif "virbr7" oif "virbr7" counter packets 0 bytes 0 accept
	}
}
`;
/** A network with an uplink: `forward: { mode: nat, dev: eth1 }`. */
const UPLINK = `seen
-A LIBVIRT_FWI -d 10.7.0.0/24 -i eth1 -o virbr7 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A LIBVIRT_FWI -o virbr7 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWO -s 10.7.0.0/24 -i virbr7 -o eth1 -j ACCEPT
-A LIBVIRT_FWO -i virbr7 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWX -i virbr7 -o virbr7 -j ACCEPT
`;
const ALL = { 'to guests': ['virbr7'], 'from guests': ['virbr7'], 'between guests': ['virbr7'] };
const NONE = { 'to guests': [], 'from guests': [], 'between guests': [] };

const parse = (text: string) =>
  firewallRules.parse([{ status: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0) }]);

function network(mode?: 'nat' | 'open'): NetworkState {
  const live = { name: 'lab', bridge: { name: 'virbr7' }, ...(mode && { forward: { mode } }) };
  return { exists: true, active: true, autostart: true, persistent: live, live };
}

describe('the firewall rules of libvirt', () => {
  it('are read as iptables and as nft print them; who is not root sees none', () => {
    expect(parse(IPTABLES)).toEqual(ALL);
    expect(parse(NFTABLES)).toEqual(ALL);
    expect(parse(UPLINK)).toEqual(ALL);
    expect(parse('seen\n')).toEqual(NONE);
    expect(parse('')).toBeUndefined();
  });

  it('follow from networks that start and stop', () => {
    const gone: NetworkState = { exists: false };
    expect(rulesAfter(NONE, gone, network('nat'))).toEqual(ALL);
    expect(rulesAfter(ALL, network(), gone)).toEqual(NONE);
    expect(rulesAfter(NONE, gone, network('open'))).toEqual(NONE);
    expect(rulesAfter(undefined, gone, network())).toBeUndefined();
  });

  it('are written again where one chain lacks them, of networks that have any', () => {
    const flushed = { ...ALL, 'from guests': [] };
    expect(repairedFirewall('lab', network(), flushed)).toMatchObject([
      { what: 'firewall rules of network lab', after: 'from guests', copies: ['kernel'] },
    ]);
    for (const [state, rules] of [
      [network(), ALL],
      [network('open'), NONE],
      [network(), undefined],
    ] as const)
      expect(repairedFirewall('lab', state, rules)).toEqual([]);
  });
});

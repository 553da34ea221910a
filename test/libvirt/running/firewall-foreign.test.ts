import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firewallWarnings } from '../../../src/bridge/rules/firewall-warnings.ts';
import { parseChains } from '../../../src/host/firewall/host-firewall.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { foreignWarnings } from '../../../src/libvirt/running/firewall-foreign.ts';
import { OPEN_FIREWALL } from '../../host/firewall/open-firewall.ts';

const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../host/firewall/recorded', `${name}.txt`), 'utf8');
/** ufw 0.36 on trixie, enabled with SSH allowed; and firewalld 1.3 on bookworm with fwnat in the zone public, shortened. */
const [UFW, FIREWALLD] = [recorded('ufw'), recorded('firewalld')];
const DOCKER = `table ip filter {
	chain DOCKER-USER {
	}
	chain FORWARD {
		type filter hook forward priority filter; policy drop;
		jump DOCKER-USER
		oifname "docker0" ct state related,established accept
		iifname "docker0" accept
	}
}
`;
const SITE = `table inet the_site {
	chain ours {
		type filter hook forward priority filter; policy drop;
		ct state established,related accept
	}
}
`;

const firewall = (text: string, filtersBridges = { ip: false, ip6: false }) => ({
  ...OPEN_FIREWALL,
  chains: parseChains(text),
  filtersBridges,
});
const network = (name: string, more: Partial<Network> = {}): Network => ({
  ...{ name, bridge: { name: `fw${name}` }, forward: { mode: 'nat' } },
  ip: [{ address: '10.91.0.1', prefix: 24, dhcp: { range: [{ start: '10.91.0.9', end: '10.91.0.20' }] } }],
  ...more,
});
const told = (live: Network, text: string) => foreignWarnings(live, firewall(text));

describe('what is told of a network', () => {
  it('is nothing without other filters, or where only root would see them', () => {
    expect(told(network('nat'), '')).toEqual([]);
    expect(foreignWarnings(network('nat'), { ...OPEN_FIREWALL, chains: 'unknown' })).toEqual([]);
  });

  it('is what docker drops, with the rules for its own chain', () => {
    expect(told(network('nat'), DOCKER)).toEqual([
      `docker drops packets of network nat: from guests, to guests (chain FORWARD of table ip filter). To let them pass:
  iptables -I DOCKER-USER -i fwnat -j ACCEPT
  iptables -I DOCKER-USER -o fwnat -j ACCEPT`,
    ]);
  });

  it('is what ufw drops, in both its chains', () => {
    expect(told(network('nat'), UFW)).toEqual([
      `ufw drops packets of network nat: from guests (chain FORWARD of table ip filter); DHCP, DNS (chain INPUT of table ip filter). To let them pass:
  ufw route allow in on fwnat
  ufw route allow out on fwnat
  ufw allow in on fwnat to any port 67 proto udp
  ufw allow in on fwnat to any port 53 proto udp`,
    ]);
    const allowed = UFW.replace(
      'COMMIT',
      `-A ufw-user-forward -i fwnat -j ACCEPT
-A ufw-user-forward -o fwnat -j ACCEPT
-A ufw-user-input -i fwnat -p udp -m udp --dport 67 -j ACCEPT
-A ufw-user-input -i fwnat -p udp -m udp --dport 53 -j ACCEPT
COMMIT`,
    );
    expect(told(network('nat'), allowed)).toEqual([]);
  });

  it('is a bridge in the wrong zone of firewalld, and none in that of libvirt', () => {
    expect(told(network('nat'), FIREWALLD)).toEqual([
      `firewalld drops packets of network nat: from guests (chain filter_FORWARD of table inet firewalld); DHCP, DNS (chain filter_INPUT of table inet firewalld). To let them pass:
  firewall-cmd --reload`,
    ]);
    expect(told(network('two'), FIREWALLD)).toEqual([]);
  });

  it('is a filter that nobody knows', () => {
    const six = { ip: [{ address: '2001:db8::1', prefix: 64, family: 'ipv6' as const }] };
    const says = (packets: string) =>
      `A firewall drops packets of network nat: ${packets} (chain ours of table inet the_site). To let them pass:
  nft insert rule inet the_site ours iifname fwnat accept
  nft insert rule inet the_site ours oifname fwnat accept`;
    expect(told(network('nat'), SITE)).toEqual([says('from guests')]);
    expect(told(network('nat', six), SITE)).toEqual([says('from guests (IPv6)')]);
    expect(told(network('nat', { forward: { mode: 'open' } }), SITE)).toEqual([says('from guests')]);
  });

  it('is nothing of an isolated network, unless filters see what its bridge carries', () => {
    const { forward: _, ...isolated } = network('alone');
    expect(told(isolated, DOCKER)).toEqual([]);
    expect(foreignWarnings(isolated, firewall(DOCKER, { ip: true, ip6: true }))).toEqual([
      `docker drops packets of network alone: between guests (chain FORWARD of table ip filter). To let them pass:
  iptables -I DOCKER-USER -i fwalone -o fwalone -j ACCEPT`,
    ]);
  });
});

describe('what is told of a bridge of the host', () => {
  const bridge = (text: string, is = true) => firewallWarnings('br0', firewall(text, { ip: is, ip6: false }));

  it('is what filters drop that see what it carries', () => {
    expect(bridge(DOCKER, false)).toEqual([]);
    expect(bridge(DOCKER)).toEqual([
      `docker drops packets of bridge br0: between its ports (chain FORWARD of table ip filter). To let them pass:
  iptables -I DOCKER-USER -i br0 -o br0 -j ACCEPT`,
    ]);
    expect(bridge(UFW).at(0)).toContain('\n  ufw route allow in on br0 out on br0');
    expect(bridge(SITE).at(0)).toContain(
      '\n  nft insert rule inet the_site ours iifname br0 oifname br0 accept',
    );
  });

  it('has its own zone of firewalld', () => {
    expect(bridge(FIREWALLD)).toEqual([
      `firewalld drops packets of bridge br0: between its ports (chain filter_FORWARD of table inet firewalld). To let them pass:
  zone=$(firewall-cmd --get-zone-of-interface=br0 2>/dev/null || firewall-cmd --get-default-zone)
  firewall-cmd --permanent --zone="$zone" --change-interface=br0
  firewall-cmd --permanent --zone="$zone" --add-forward
  firewall-cmd --reload`,
    ]);
    expect(firewallWarnings('fwhost', firewall(FIREWALLD, { ip: true, ip6: true }))).toEqual([]);
  });
});

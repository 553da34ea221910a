import { expect, it } from 'vitest';
import { hostFirewall, parseChains } from '../../../src/host/firewall/host-firewall.ts';
import { parsed } from '../../modules/trial.ts';

// Recorded on bookworm (nft 1.0.6, iptables 1.8.9); trixie (1.1.3, 1.8.11) differs in the order of conditions.
const NFT = `table ip filter {
	chain FORWARD {
		type filter hook forward priority filter; policy drop;
		counter jump LIBVIRT_FWO
		oifname "docker0" ct state related,established counter accept
		iifname "docker0" oifname != "docker0"  counter accept
	}

	chain LIBVIRT_FWO {
		iifname "virbr7" ip saddr 10.7.0.0/24 counter accept
		iifname "virbr7" counter reject
	}

	chain INPUT {
		type filter hook input priority filter; policy accept;
		meta l4proto tcp tcp dport { 22, 80 } fib daddr type local counter accept
		limit rate 3/minute burst 5 packets counter log prefix "[UFW drop] "
		counter reject
	}
}
table ip nat {
	chain LIBVIRT_PRT {
		ip saddr 10.7.0.0/24 ip daddr != 10.7.0.0/24 counter masquerade
	}
}
table bridge filter {
	chain forward {
		type filter hook forward priority filter; policy drop;
	}
}
table inet f {
	set seen {
		type ipv4_addr
	}

	chain fw {
		type filter hook forward priority filter + 10; policy drop;
		ct state vmap { invalid : drop, established : accept }
		iifname { "a", "b" } udp dport { 53, 67 } goto own
		iifname "virbr*" counter log prefix "a drop: " accept comment "drop it"
	}
}
`;

it('filters are read as nft lists them, with what is not read of a rule marked', () => {
  expect(parseChains(NFT)).toEqual([
    {
      family: 'ip',
      table: 'filter',
      name: 'FORWARD',
      hook: 'forward',
      policy: 'drop',
      rules: [
        { does: 'jump', to: 'LIBVIRT_FWO' },
        { out: ['docker0'], states: ['related', 'established'], does: 'accept' },
        { in: ['docker0'], more: true, does: 'accept' },
      ],
    },
    {
      family: 'ip',
      table: 'filter',
      name: 'LIBVIRT_FWO',
      rules: [
        { in: ['virbr7'], source: ['10.7.0.0/24'], does: 'accept' },
        { in: ['virbr7'], does: 'reject' },
      ],
    },
    {
      family: 'ip',
      table: 'filter',
      name: 'INPUT',
      hook: 'input',
      policy: 'accept',
      rules: [
        { protocols: ['tcp'], ports: ['22', '80'], more: true, does: 'accept' },
        { more: true, does: 'other' },
        { does: 'reject' },
      ],
    },
    {
      family: 'ip',
      table: 'nat',
      name: 'LIBVIRT_PRT',
      rules: [{ source: ['10.7.0.0/24'], more: true, does: 'nat' }],
    },
    {
      family: 'inet',
      table: 'f',
      name: 'fw',
      hook: 'forward',
      policy: 'drop',
      rules: [
        { states: ['invalid'], does: 'drop' },
        { states: ['established'], does: 'accept' },
        { in: ['a', 'b'], protocols: ['udp'], ports: ['53', '67'], does: 'goto', to: 'own' },
        { in: ['virbr*'], does: 'accept' },
      ],
    },
  ]);
});

// Recorded on bookworm.
const SAVED = `== ip
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:ours - [0:0]
-A INPUT -p tcp -m multiport --dports 22,80 -m addrtype --dst-type LOCAL -j ACCEPT
-A INPUT -m limit --limit 3/min -j LOG --log-prefix "[UFW -j DROP] "
-A FORWARD -i docker0 ! -o docker0 -m comment --comment "a -i b" -j ACCEPT
-A FORWARD -i virbr+ -m conntrack --ctstate RELATED,ESTABLISHED -g ours
-A ours -i virbr7 -j REJECT --reject-with icmp-port-unreachable
COMMIT
*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -s 10.7.0.0/24 ! -d 10.7.0.0/24 -p tcp -j MASQUERADE --to-ports 1024-65535
COMMIT
== ip6
*filter
:FORWARD DROP [0:0]
COMMIT
`;

it('filters that nft does not show are read as iptables saves them', () => {
  expect(parseChains(SAVED)).toEqual([
    {
      family: 'ip',
      table: 'filter',
      name: 'INPUT',
      hook: 'input',
      policy: 'accept',
      rules: [
        { protocols: ['tcp'], ports: ['22', '80'], more: true, does: 'accept' },
        { more: true, does: 'jump', to: 'LOG' },
      ],
    },
    {
      family: 'ip',
      table: 'filter',
      name: 'FORWARD',
      hook: 'forward',
      policy: 'drop',
      rules: [
        { in: ['docker0'], more: true, does: 'accept' },
        { in: ['virbr*'], states: ['related', 'established'], does: 'goto', to: 'ours' },
      ],
    },
    { family: 'ip', table: 'filter', name: 'ours', rules: [{ in: ['virbr7'], does: 'reject' }] },
    {
      family: 'ip',
      table: 'nat',
      name: 'POSTROUTING',
      hook: 'postrouting',
      policy: 'accept',
      rules: [{ source: ['10.7.0.0/24'], more: true, protocols: ['tcp'], does: 'nat' }],
    },
    { family: 'ip6', table: 'filter', name: 'FORWARD', hook: 'forward', policy: 'drop', rules: [] },
  ]);
});

it('who is not root sees what the kernel shows all users, and no filters', () => {
  const values = 'forwards ip 1\nforwards ip6 0\nfilters ip 1\n';
  const seen = { forwards: { ip: true, ip6: false }, filtersBridges: { ip: true, ip6: false } };
  expect(parsed(hostFirewall, values)).toEqual({ ...seen, chains: 'unknown' });
  expect(parsed(hostFirewall, `${values}seen\n`)).toEqual({ ...seen, chains: [] });
});

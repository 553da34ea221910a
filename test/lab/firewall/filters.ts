import { both, type Way } from './way.ts';

const IN_FORWARD = ['outside', 'another guest', 'another guest on the bridge of the host'] as const;
const ON_BRIDGE = /drops packets of network fw-host: between guests/;

/** Docker 28 with its bridge, as it leaves the forward chain. */
const DOCKER = `
iptables -N DOCKER-USER; iptables -N DOCKER-FORWARD; iptables -A DOCKER-USER -j RETURN
iptables -A DOCKER-FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A DOCKER-FORWARD -i docker0 -j ACCEPT
iptables -I FORWARD -j DOCKER-FORWARD; iptables -I FORWARD -j DOCKER-USER
iptables -P FORWARD DROP`;
const NO_DOCKER = `
iptables -P FORWARD ACCEPT; iptables -D FORWARD -j DOCKER-USER; iptables -D FORWARD -j DOCKER-FORWARD
for c in DOCKER-USER DOCKER-FORWARD; do iptables -F $c; iptables -X $c; done`;

/** ufw 0.36 that is enabled with SSH allowed: its chains, shortened, and its policies. It appends its jumps. */
const UFW = `
for c in INPUT FORWARD; do
  n=ufw-before-$(echo $c | tr A-Z a-z)
  iptables -N $n; iptables -A $c -j $n
  iptables -A $n -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -A $n -p icmp -m icmp --icmp-type 8 -j ACCEPT
done
iptables -I ufw-before-input -i lo -j ACCEPT
iptables -A ufw-before-input -p udp -m udp --sport 67 --dport 68 -j ACCEPT
iptables -A ufw-before-input -p tcp -m tcp --dport 22 -j ACCEPT
iptables -N ufw-not-local; iptables -A ufw-before-input -j ufw-not-local
for t in LOCAL MULTICAST BROADCAST; do iptables -A ufw-not-local -m addrtype --dst-type $t -j RETURN; done
iptables -A ufw-not-local -j DROP
for c in input forward; do
  iptables -N ufw-user-$c; iptables -A ufw-before-$c -j ufw-user-$c
done
iptables -P INPUT DROP; iptables -P FORWARD DROP
cat >/usr/sbin/ufw <<'END'
#!/bin/sh
# The rules that the warning names, as ufw writes them.
case "$*" in
  "route allow in on "*" out on "*) iptables -A ufw-user-forward -i "$5" -o "$8" -j ACCEPT ;;
  "route allow in on "*) iptables -A ufw-user-forward -i "$5" -j ACCEPT ;;
  "route allow out on "*) iptables -A ufw-user-forward -o "$5" -j ACCEPT ;;
  "allow in on "*) iptables -A ufw-user-input -i "$4" -p udp -m udp --dport "$8" -j ACCEPT ;;
  *) exit 1 ;;
esac
END
chmod +x /usr/sbin/ufw`;
const NO_UFW = `
iptables -P INPUT ACCEPT; iptables -P FORWARD ACCEPT; rm -f /usr/sbin/ufw
for c in INPUT FORWARD; do iptables -D $c -j ufw-before-$(echo $c | tr A-Z a-z); done
for c in before-input before-forward; do iptables -F ufw-$c; done
for c in before-input before-forward not-local user-input user-forward; do iptables -F ufw-$c; iptables -X ufw-$c; done`;

/**
 * firewalld 1.3 as it was recorded with all bridges in the zone public, shortened. It is real but for this table, and for
 * a program that does what the warning says: when it reloads, libvirt puts its bridges into their zones.
 */
const FIREWALLD = `
nft -f - <<'END' || exit
table inet firewalld {
  chain filter_FWD_public { reject with icmpx type admin-prohibited; }
  chain filter_FWD_libvirt { accept; }
  chain filter_IN_public { tcp dport 22 accept; reject with icmpx type admin-prohibited; }
  chain filter_IN_libvirt { udp dport { 53, 67 } accept; reject; }
  chain filter_FORWARD_ZONES { goto filter_FWD_public; }
  chain filter_INPUT_ZONES { goto filter_IN_public; }
  chain filter_FORWARD {
    type filter hook forward priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_FORWARD_ZONES
    reject with icmpx type admin-prohibited
  }
  chain filter_INPUT {
    type filter hook input priority filter + 10; policy accept;
    ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_INPUT_ZONES
    reject with icmpx type admin-prohibited
  }
}
END
cat >/usr/bin/firewall-cmd <<'END'
#!/bin/sh
case "$*" in
  --get-zone-of-interface=*) exit 2 ;;
  --get-default-zone) echo public ;;
  *--change-interface=*) echo "\${3#*=}" >/run/fw-named ;;
  *--add-forward) nft insert rule inet firewalld filter_FWD_public oifname "$(cat /run/fw-named)" accept ;;
  --reload)
    for b in fwnat fwtwo fwalone; do
      nft insert rule inet firewalld filter_FORWARD_ZONES iifname $b goto filter_FWD_libvirt
      nft insert rule inet firewalld filter_INPUT_ZONES iifname $b goto filter_IN_libvirt
    done ;;
esac
END
chmod +x /usr/bin/firewall-cmd`;

/** A filter of the site's own that forgot the guests. */
const OWN = `
nft add table inet site
nft add chain inet site forward '{ type filter hook forward priority filter; policy drop; }'
nft add rule inet site forward ct state established,related accept`;

/** Filters of others, which a run tells of and leaves alone. */
export const FILTERS: readonly Way[] = [
  {
    name: 'docker: what is forwarded is dropped by default',
    does: both(DOCKER),
    stops: { iptables: IN_FORWARD.slice(2), nftables: IN_FORWARD },
    told: {
      iptables: [ON_BRIDGE],
      nftables: [
        /^docker drops packets of network fw-nat: from guests, to guests, between guests/,
        /^docker drops packets of network fw-two: from guests/,
        /^docker drops packets of network fw-alone: between guests/,
        ON_BRIDGE,
      ],
    },
    mends: 'rules',
    undone: NO_DOCKER,
  },
  {
    name: 'ufw enabled',
    does: both(UFW),
    stops: { iptables: IN_FORWARD.slice(2), nftables: ['DHCP', 'DNS', ...IN_FORWARD] },
    told: {
      iptables: [ON_BRIDGE],
      nftables: [
        /^ufw drops packets of network fw-nat: from guests, between guests .*; DHCP, DNS /,
        /^ufw drops packets of network fw-two: from guests, between guests .*; DNS /,
        /^ufw drops packets of network fw-alone: between guests .*; DNS /,
        ON_BRIDGE,
      ],
    },
    mends: 'rules',
    undone: NO_UFW,
  },
  {
    name: 'firewalld: bridges in the wrong zone',
    does: both(FIREWALLD),
    stops: both(['DHCP', 'DNS', ...IN_FORWARD]),
    told: both([
      /^firewalld drops packets of network fw-nat: from guests, between guests, .*; DHCP, DNS, DNS \(IPv6\) /,
      /^firewalld drops packets of network fw-two: from guests, between guests .*; DNS /,
      /^firewalld drops packets of network fw-alone: between guests .*; DNS /,
      ON_BRIDGE,
    ]),
    mends: 'rules',
    undone: 'nft delete table inet firewalld; rm /usr/bin/firewall-cmd',
  },
  {
    name: 'an nftables filter of the site that drops what is forwarded',
    does: both(OWN),
    stops: both(IN_FORWARD),
    told: both([
      /^A firewall drops packets of network fw-nat: from guests, between guests, .*table inet site/,
      /^A firewall drops packets of network fw-two/,
      /^A firewall drops packets of network fw-alone/,
      ON_BRIDGE,
    ]),
    mends: 'rules',
    undone: 'nft delete table inet site',
  },
];

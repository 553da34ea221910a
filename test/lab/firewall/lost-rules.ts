import { both, type Way } from './way.ts';

const LOST = [
  /^network fw-nat: firewall rules/,
  /^network fw-two: firewall rules/,
  /^network fw-alone: firewall rules/,
];

const EACH = 'for t in iptables ip6tables; do $t -w';
const TABLES = 'for f in ip ip6; do nft';

/** What iptables-persistent loads where somebody saved it before there were networks. */
const FILE = `printf '%s\\n' '*filter' ':INPUT ACCEPT' ':FORWARD ACCEPT' ':OUTPUT ACCEPT' COMMIT \\
  '*nat' ':PREROUTING ACCEPT' ':POSTROUTING ACCEPT' ':OUTPUT ACCEPT' COMMIT`;

/** Eight ways to lose rules of libvirt, or their effect, each of which a run mends. */
export const LOST_RULES: readonly Way[] = [
  {
    name: 'nft flush ruleset',
    does: both('nft flush ruleset'),
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'all rules of all tables flushed, with iptables -F or nft flush table',
    does: {
      iptables: `${EACH} -F; $t -w -t nat -F; $t -w -t mangle -F; done`,
      nftables: `${TABLES} flush table $f libvirt_network; done`,
    },
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'the chains of libvirt deleted',
    does: {
      iptables: `${EACH} -F; $t -w -X; $t -w -t nat -F; $t -w -t nat -X; done`,
      nftables: `${TABLES} delete table $f libvirt_network; done`,
    },
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'the jumps to the chains of libvirt removed, and nothing else',
    does: {
      iptables: `${EACH} -F FORWARD; $t -w -F INPUT; $t -w -F OUTPUT; $t -w -t nat -F POSTROUTING; done`,
      nftables: `${TABLES} flush chain $f libvirt_network forward; done`,
    },
    // With nft what masquerades has no jump.
    stops: { iptables: ['outside'], nftables: [] },
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'ip_forward off',
    does: both('sysctl -q -w net.ipv4.ip_forward=0'),
    stops: both(['outside']),
    told: both([/^network fw-nat: running net.ipv4.ip_forward/]),
    mends: 'run',
  },
  {
    name: 'a file of rules loaded, as at boot',
    does: {
      iptables: `for f in iptables ip6tables; do ${FILE} | $f-restore; done`,
      nftables: 'nft -f /etc/nftables.conf',
    },
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
    undone: 'nft delete table inet filter 2>/dev/null || true',
  },
  {
    name: 'what masquerades is gone, and nothing else',
    does: {
      iptables: `${EACH} -t nat -F LIBVIRT_PRT; done`,
      nftables: `${TABLES} flush chain $f libvirt_network guest_nat; done`,
    },
    stops: both(['outside']),
    told: both(LOST.slice(0, 2)),
    mends: 'run',
  },
  {
    name: 'the one rule that lets guests of a network out is gone',
    does: {
      iptables: 'iptables -w -D LIBVIRT_FWO -s 10.91.0.0/24 -i fwnat -j ACCEPT',
      nftables: `
handle=$(nft -a list chain ip libvirt_network guest_output | sed -n 's/.*saddr 10.91.0.0.*accept # handle //p')
nft delete rule ip libvirt_network guest_output handle $handle`,
    },
    stops: both(['outside']),
    told: both(LOST.slice(0, 1)),
    mends: 'run',
  },
];

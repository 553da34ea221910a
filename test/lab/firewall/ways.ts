/** What a guest of the lab can do while all is well: see `flows`. */
export const ALL = ['DHCP', 'DNS', 'outside', 'another guest', 'another guest on the bridge of the host'] as const;
export type Flow = (typeof ALL)[number];

/** With which tool libvirt writes its rules. */
export type Backend = 'iptables' | 'nftables';

/** A way to lose the firewall, or its effect. */
export interface Way {
  name: string;
  /** Done on a host. */
  does: Readonly<Record<Backend, string>>;
  /** What no longer flows then. Where policies accept, all but what is masqueraded does. */
  stops: Readonly<Record<Backend, readonly Flow[]>>;
  /** What drift tells, as `resource: what` or a warning; nothing where it does no harm. */
  told: Readonly<Record<Backend, readonly RegExp[]>>;
  /** What mends it: a run, or the rules that the warning names. */
  mends: 'run' | 'rules';
  /** Takes away again what another tool wrote. */
  undone?: string;
}

const both = <T>(value: T): Record<Backend, T> => ({ iptables: value, nftables: value });
const NET = 'fw-nat';
const LOST = [/^network fw-nat: firewall rules/, /^network fw-two: firewall rules/, /^network fw-alone: firewall rules/];

const EACH = 'for t in iptables ip6tables; do $t -w';
const TABLES = 'for f in ip ip6; do nft';

/** Docker 28 with its bridge, as it leaves the forward chain: `iptables -S` on bookworm. */
const DOCKER = `
iptables -N DOCKER-USER; iptables -N DOCKER-FORWARD; iptables -A DOCKER-USER -j RETURN
iptables -A DOCKER-FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A DOCKER-FORWARD -i docker0 -j ACCEPT
iptables -I FORWARD -j DOCKER-FORWARD; iptables -I FORWARD -j DOCKER-USER
iptables -P FORWARD DROP`;
const NO_DOCKER = `
iptables -P FORWARD ACCEPT; iptables -D FORWARD -j DOCKER-USER; iptables -D FORWARD -j DOCKER-FORWARD
for c in DOCKER-USER DOCKER-FORWARD; do iptables -F $c; iptables -X $c; done`;

/** Eight ways, and a ninth that does the guests of libvirt's networks no harm. */
export const WAYS: readonly Way[] = [
  {
    name: 'nft flush ruleset',
    does: both('nft flush ruleset'),
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'iptables -F in all tables, or the same with nft',
    does: {
      iptables: `${EACH} -F; $t -w -t nat -F; $t -w -t mangle -F; done`,
      nftables: `${TABLES} flush table $f libvirt_network; done`,
    },
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'chains of libvirt deleted',
    does: {
      iptables: `${EACH} -F; $t -w -X; $t -w -t nat -F; $t -w -t nat -X; done`,
      nftables: `${TABLES} delete table $f libvirt_network; done`,
    },
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'only the jumps to the chains of libvirt removed',
    does: {
      iptables: `${EACH} -F FORWARD; $t -w -F INPUT; $t -w -F OUTPUT; $t -w -t nat -F POSTROUTING; done`,
      nftables: `${TABLES} flush chain $f libvirt_network forward; nft flush chain $f libvirt_network guest_nat; done`,
    },
    stops: both(['outside']),
    told: both(LOST),
    mends: 'run',
  },
  {
    name: 'ip_forward off',
    does: both('sysctl -q -w net.ipv4.ip_forward=0'),
    stops: both(['outside']),
    told: both([/^network fw-nat: running net.ipv4.ip_forward/, /^network fw-two: running net.ipv4.ip_forward/]),
    mends: 'run',
  },
  {
    name: 'docker: FORWARD drops by default',
    does: both(DOCKER),
    stops: {
      iptables: ['another guest on the bridge of the host'],
      nftables: ['outside', 'another guest', 'another guest on the bridge of the host'],
    },
    told: {
      iptables: [/docker drops packets of network fw-host: between guests/],
      nftables: [
        new RegExp(`docker drops packets of network ${NET}: from guests, to guests, between guests`),
        /docker drops packets of network fw-two/,
        /docker drops packets of network fw-alone: between guests/,
        /docker drops packets of network fw-host: between guests/,
      ],
    },
    mends: 'rules',
    undone: NO_DOCKER,
  },
];

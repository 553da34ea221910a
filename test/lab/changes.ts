/** A Debian release of the lab: bookworm has libvirt 9.0, trixie 11.3. */
export type Release = 'bookworm' | 'trixie';

type Elements = Readonly<Record<string, unknown>>;

/** How much of a network a change may touch; see `Traces` for what is looked at. */
interface Reach {
  impact: 'none' | 'service' | 'link';
  /** Whether the dnsmasq that ran before runs afterwards, another does, or none. */
  dnsmasq: 'same' | 'new' | 'none';
  /** Whether the bridge is the same one, a new one, or gone. Guests never leave one that stays. */
  bridge: 'same' | 'new' | 'none';
}

/** One change of a network with two running guests, and what it may cost. */
export interface NetworkChange extends Reach {
  name: string;
  /** Arguments of the `network` task beside name and bridge, laid over `BASE`. NET stands for `10.88.7`, say. */
  before: Elements;
  after: Elements;
  /** What somebody does on the host in between; `$1` is the network. */
  byHand?: string;
  /** The gentlest steps: `SECTION COMMAND` of net-update, or a command of virsh; `restart` of the whole network. */
  steps: readonly string[] | Readonly<Record<Release, readonly string[]>>;
  /** In the XML of every copy afterwards, and not before; and the other way round. */
  appears?: string;
  vanishes?: string;
  /** Where libvirt can do it at all; absent: on both. */
  only?: Release;
}

const NOTHING: Reach = { impact: 'none', dnsmasq: 'same', bridge: 'same' };
const RELOAD: Reach = { impact: 'service', dnsmasq: 'same', bridge: 'same' };
const NEW_DNSMASQ: Reach = { impact: 'service', dnsmasq: 'new', bridge: 'same' };
const RESTART = { impact: 'link', dnsmasq: 'new', bridge: 'new', steps: ['restart'] } as const;

const RANGE = { start: 'NET.100', end: 'NET.150' };
const RANGE_2 = { start: 'NET.160', end: 'NET.199' };
const VM1 = { mac: '52:54:00:aa:00:01', name: 'vm1', ip: 'NET.11' };
const VM2 = { mac: '52:54:00:aa:00:02', name: 'vm2', ip: 'NET.12' };
const WEB = { ip: 'NET.11', hostname: ['web'] };
const DB = { ip: 'NET.12', hostname: ['db'] };
const TXT = { name: 'key', value: 'one' };
const SRV = { service: 'ldap', protocol: 'tcp', target: 'web.lab.example', port: 389 };
const SLOW = { name: 'slow', bandwidth: { inbound: { average: 100 } } };

const dhcp = (more: Elements, rest: Elements = {}) => ({
  ip: [{ address: 'NET.1/24', ...rest, dhcp: { range: [RANGE], ...more } }],
});
const dns = (more: Elements) => ({ dns: { host: [WEB], ...more } });

/** The network that every change starts from. */
export const BASE: Elements = {
  forward: { mode: 'nat' },
  domain: { name: 'lab.example' },
  ...dns({}),
  ...dhcp({ host: [VM1] }),
};

export const CHANGES: readonly NetworkChange[] = [
  {
    name: 'a reservation is added',
    before: {},
    after: dhcp({ host: [VM1, VM2] }),
    ...RELOAD,
    steps: ['ip-dhcp-host add-last'],
    appears: VM2.mac,
  },
  {
    name: 'a reservation gets another address',
    before: {},
    after: dhcp({ host: [{ ...VM1, ip: 'NET.21' }] }),
    ...RELOAD,
    steps: ['ip-dhcp-host modify'],
    appears: 'NET.21',
  },
  {
    name: 'a reservation is removed',
    before: dhcp({ host: [VM1, VM2] }),
    after: { ...dhcp({ host: [VM1] }), exclusive: ['ip.dhcp.host'] },
    ...RELOAD,
    steps: ['ip-dhcp-host delete'],
    vanishes: VM2.mac,
  },
  {
    name: 'a range is added',
    before: {},
    after: dhcp({ range: [RANGE, RANGE_2] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range add-last'],
    appears: RANGE_2.start,
  },
  {
    name: 'a range ends elsewhere',
    before: {},
    after: dhcp({ range: [{ ...RANGE, end: 'NET.140' }] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range delete', 'ip-dhcp-range add-last'],
    appears: 'NET.140',
    vanishes: RANGE.end,
  },
  {
    name: 'a DNS host is added',
    before: {},
    after: dns({ host: [WEB, DB] }),
    ...RELOAD,
    steps: ['dns-host add-last'],
    appears: '>db<',
  },
  {
    name: 'a DNS host gets another name',
    before: {},
    after: dns({ host: [{ ...WEB, hostname: ['www'] }] }),
    ...RELOAD,
    steps: { bookworm: ['dns-host delete', 'dns-host add-last'], trixie: ['dns-host modify'] },
    appears: '>www<',
    vanishes: '>web<',
  },
  {
    name: 'a TXT record is added',
    before: {},
    after: dns({ txt: [TXT] }),
    ...NEW_DNSMASQ,
    steps: ['dns-txt add-last'],
    appears: "value='one'",
  },
  {
    name: 'an SRV record gets another port',
    before: dns({ srv: [SRV] }),
    after: dns({ srv: [{ ...SRV, port: 636 }] }),
    ...NEW_DNSMASQ,
    steps: ['dns-srv delete', 'dns-srv add-last'],
    appears: '636',
  },
  {
    name: 'a portgroup is added',
    before: {},
    after: { portgroup: [SLOW] },
    ...NOTHING,
    steps: ['portgroup add-last'],
    appears: "average='100'",
  },
  {
    name: 'the mtu changes',
    before: { mtu: { size: 1400 } },
    after: { mtu: { size: 1300 } },
    ...RESTART,
    appears: "size='1300'",
  },
];

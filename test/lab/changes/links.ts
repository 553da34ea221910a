import { type NetworkChange, NOTHING, nat, RESTART, SLOW } from './change.ts';

const OVER_HOST = { forward: { mode: 'bridge' }, domain: undefined, dns: undefined, ip: undefined };
const BRIDGED = {
  impact: 'none',
  dnsmasq: 'none',
  bridge: 'same',
  steps: ['restart'],
} as const;

/** The bridge, and what is plugged into it or behind it. */
export const LINKS: readonly NetworkChange[] = [
  // What only concerns guests that are plugged in later.
  {
    name: 'a portgroup is added',
    after: { portgroup: [SLOW] },
    ...NOTHING,
    steps: ['portgroup add-last'],
    appears: "average='100'",
  },
  {
    name: 'a portgroup changes',
    before: { portgroup: [SLOW] },
    after: { portgroup: [{ ...SLOW, bandwidth: { inbound: { average: 200 } } }] },
    ...NOTHING,
    steps: ['portgroup modify'],
    appears: "average='200'",
  },
  {
    name: 'a portgroup becomes the default',
    before: { portgroup: [SLOW] },
    after: { portgroup: [{ ...SLOW, default: true }] },
    ...NOTHING,
    steps: ['portgroup modify'],
    appears: "default='yes'",
  },
  {
    name: 'another portgroup becomes the default',
    before: { portgroup: [{ name: 'one', default: true }, { name: 'other' }] },
    after: { portgroup: [{ name: 'one' }, { name: 'other', default: true }] },
    ...NOTHING,
    steps: ['portgroup modify', 'portgroup modify'],
    appears: "name='other' default='yes'",
    vanishes: "name='one' default='yes'",
  },
  {
    name: 'a portgroup is removed',
    before: { portgroup: [SLOW] },
    after: { portgroup: [], exclusive: ['portgroup'] },
    ...NOTHING,
    steps: ['portgroup delete'],
    vanishes: '<portgroup',
  },

  // Interfaces that traffic leaves by.
  {
    name: 'a NAT network gets an outgoing interface',
    after: nat({ dev: 'eth0' }),
    ...NOTHING,
    steps: ['forward-interface add-last'],
    appears: "dev='eth0'",
  },
  {
    name: 'a NAT network gets another outgoing interface',
    before: nat({ dev: 'eth0' }),
    after: nat({ dev: 'lo' }),
    ...NOTHING,
    steps: ['forward-interface delete', 'forward-interface add-last'],
    appears: "dev='lo'",
    vanishes: "dev='eth0'",
  },
  {
    name: 'a NAT network loses its outgoing interface',
    before: nat({ dev: 'eth0' }),
    after: { ...nat({ interface: [] }), exclusive: ['forward.interface'] },
    ...NOTHING,
    steps: ['forward-interface delete'],
    vanishes: "dev='eth0'",
  },

  // The bridge and what it carries: libvirt creates it again.
  {
    name: 'the mtu changes',
    before: { mtu: { size: 1400 } },
    after: { mtu: { size: 1300 } },
    ...RESTART,
    appears: "size='1300'",
  },
  {
    name: 'spanning tree is switched off',
    after: { bridge: { stp: false } },
    ...RESTART,
    appears: "stp='off'",
  },
  { name: 'the forward delay changes', after: { bridge: { delay: 2 } }, ...RESTART, appears: "delay='2'" },
  {
    name: 'the bridge gets another MAC address',
    after: { mac: { address: '52:54:00:bb:00:01' } },
    ...RESTART,
    appears: '52:54:00:bb:00:01',
  },
  {
    name: 'the bridge gets another name',
    after: { bridge: { name: 'OTHER' } },
    ...RESTART,
    appears: "name='OTHER'",
  },
  {
    name: 'ports become isolated',
    after: { port: { isolated: true } },
    ...RESTART,
    appears: "isolated='yes'",
  },
  {
    name: 'guests may change their MAC addresses',
    after: { trustGuestRxFilters: true },
    ...RESTART,
    appears: "trustGuestRxFilters='yes'",
  },

  // Over a bridge of the host, which stays: so do its guests.
  {
    name: 'guests on a bridge of the host get a VLAN',
    before: OVER_HOST,
    after: { ...OVER_HOST, vlan: { tag: [{ id: 42 }] } },
    since: [11, 0, 0],
    ...BRIDGED,
    appears: "id='42'",
  },
  {
    name: 'ports of a bridge of the host become isolated',
    before: OVER_HOST,
    after: { ...OVER_HOST, port: { isolated: true } },
    ...BRIDGED,
    appears: "isolated='yes'",
  },
  {
    name: 'a portgroup is added over a bridge of the host',
    before: OVER_HOST,
    after: { ...OVER_HOST, portgroup: [SLOW] },
    ...BRIDGED,
    steps: ['portgroup add-last'],
    appears: "average='100'",
  },
  {
    name: 'a network over a bridge of the host is stopped',
    before: OVER_HOST,
    after: { ...OVER_HOST, state: 'inactive' },
    ...BRIDGED,
    steps: ['net-destroy'],
    warns: 'starts again with its host',
  },
];

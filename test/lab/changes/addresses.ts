import { dhcp, ip, NEW_DNSMASQ, type NetworkChange, nat, RANGE, RESTART, VM1 } from './change.ts';

const MOVED_RANGE = { start: 'NEXT.100', end: 'NEXT.150' };
const ROUTE = { address: 'NEXT.0/24', gateway: 'NET.9' };
const HALF = ip({ address: 'NET.1/25', dhcp: { range: [{ start: 'NET.50', end: 'NET.60' }] } });
const UPPER_RANGE = { start: 'NET.150', end: 'NET.160' };
const options = (...lines: string[]) => ({
  'dnsmasq:options': { 'dnsmasq:option': lines.map((value) => ({ value })) },
});

/** Addresses, routes, network boot, and how traffic leaves. */
export const ADDRESSES: readonly NetworkChange[] = [
  // Addresses.
  {
    name: 'the network moves',
    after: { ...dhcp({ range: [MOVED_RANGE], host: [{ ...VM1, ip: 'NEXT.11' }] }, 'NEXT.1/24') },
    ...RESTART,
    appears: MOVED_RANGE.start,
    warns: 'need the gateway NEXT.1',
    vanishes: RANGE.start,
  },
  {
    name: 'the gateway moves within its subnet',
    after: dhcp({}, 'NET.2/24'),
    ...RESTART,
    appears: "'NET.2'",
    warns: 'need the gateway NET.2',
  },
  {
    name: 'the subnet shrinks',
    after: dhcp({ range: [{ start: 'NET.100', end: 'NET.120' }] }, 'NET.1/25'),
    ...RESTART,
    appears: "prefix='25'",
  },
  {
    name: 'IPv6 is added',
    after: { ip: [...dhcp({}).ip, { address: 'NET6::1/64' }] },
    ...RESTART,
    appears: 'NET6::1',
  },
  {
    name: 'a second IPv4 address is added',
    before: HALF,
    after: { ip: [...HALF.ip, { address: 'NET.129/25' }] },
    ...RESTART,
    appears: 'NET.129',
  },
  {
    name: 'DHCP moves to the second subnet',
    before: { ip: [...HALF.ip, { address: 'NET.129/25' }] },
    after: { ip: [{ address: 'NET.1/25' }, { address: 'NET.129/25', dhcp: { range: [UPPER_RANGE] } }] },
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range delete', 'ip-dhcp-range add-last'],
    appears: UPPER_RANGE.start,
    vanishes: "start='NET.50'",
  },
  { name: 'guests may talk IPv6 with each other', after: { ipv6: true }, ...RESTART, appears: "ipv6='yes'" },
  {
    name: 'a route is added',
    after: { route: [ROUTE] },
    ...RESTART,
    appears: 'NEXT.0',
  },
  {
    name: 'a route gets another gateway',
    before: { route: [ROUTE] },
    after: { route: [{ ...ROUTE, gateway: 'NET.8' }] },
    ...RESTART,
    appears: 'NET.8',
  },
  {
    name: 'reverse names stay here',
    before: ip({}),
    after: ip({ localPtr: true }),
    ...RESTART,
    appears: "localPtr='yes'",
  },
  {
    name: 'network boot is offered',
    after: dhcp({ bootp: { file: 'pxelinux.0' } }),
    ...RESTART,
    appears: 'pxelinux.0',
  },
  {
    name: 'files are served for network boot',
    before: ip({}),
    after: ip({ tftp: { root: '/srv' } }),
    ...RESTART,
    appears: "root='/srv'",
  },
  { name: 'a dnsmasq option is added', after: options('log-queries'), ...RESTART, appears: 'log-queries' },
  {
    name: 'a dnsmasq option is removed',
    before: options('log-queries', 'dns-loop-detect'),
    after: { ...options('log-queries'), exclusive: ['dnsmasq:options.dnsmasq:option'] },
    ...RESTART,
    vanishes: 'dns-loop-detect',
  },

  // How traffic leaves.
  {
    name: 'NAT takes other ports',
    after: nat({ nat: { port: { start: 2000, end: 3000 } } }),
    ...RESTART,
    appears: "start='2000'",
  },
  {
    name: 'NAT takes other addresses',
    after: nat({ nat: { address: { start: '192.0.2.1', end: '192.0.2.9' } } }),
    ...RESTART,
    appears: '192.0.2.9',
  },
  { name: 'NAT becomes isolated', after: { forward: { mode: 'none' } }, ...RESTART, vanishes: '<forward' },
  { name: 'NAT becomes routed', after: { forward: { mode: 'route' } }, ...RESTART, appears: "mode='route'" },
  { name: 'NAT becomes open', after: { forward: { mode: 'open' } }, ...RESTART, appears: "mode='open'" },
  {
    name: 'an isolated network gets NAT',
    before: { forward: { mode: 'none' } },
    after: nat({}),
    ...RESTART,
    appears: "mode='nat'",
  },
];

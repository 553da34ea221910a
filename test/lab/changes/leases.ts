import {
  dhcp,
  type Elements,
  ip,
  NEW_DNSMASQ,
  type NetworkChange,
  RANGE,
  RANGE_2,
  RELOAD,
  VM1,
  VM2,
} from './change.ts';

const RANGE_6 = { start: 'NET6::100', end: 'NET6::1ff' };
const both = (dhcp6: Elements) => ({
  ip: [{ address: 'NET.1/24' }, { address: 'NET6::1/64', dhcp: dhcp6 }],
});

/** Reservations and ranges. */
export const LEASES: readonly NetworkChange[] = [
  // Reservations: dnsmasq reads them again, and nobody notices.
  {
    name: 'a reservation is added',
    after: dhcp({ host: [VM1, VM2] }),
    ...RELOAD,
    steps: ['ip-dhcp-host add-last'],
    appears: VM2.mac,
  },
  {
    name: 'a reservation gets another address',
    after: dhcp({ host: [{ ...VM1, ip: 'NET.21' }] }),
    ...RELOAD,
    steps: ['ip-dhcp-host modify'],
    appears: 'NET.21',
  },
  {
    name: 'a reservation gets another name',
    after: dhcp({ host: [{ ...VM1, name: 'renamed' }] }),
    ...RELOAD,
    steps: ['ip-dhcp-host modify'],
    appears: "name='renamed'",
  },
  {
    name: 'a reservation gets another MAC address',
    after: dhcp({ host: [{ ...VM1, mac: '52:54:00:aa:00:ff' }] }),
    ...RELOAD,
    steps: ['ip-dhcp-host modify'],
    appears: '52:54:00:aa:00:ff',
    vanishes: VM1.mac,
  },
  {
    name: 'a reservation gets a lease time',
    after: dhcp({ host: [{ ...VM1, lease: { expiry: 2, unit: 'hours' } }] }),
    ...RELOAD,
    steps: ['ip-dhcp-host modify'],
    appears: "unit='hours'",
  },
  {
    name: 'two reservations swap their addresses',
    before: dhcp({ host: [VM1, VM2] }),
    after: dhcp({
      host: [
        { ...VM1, ip: VM2.ip },
        { ...VM2, ip: VM1.ip },
      ],
    }),
    ...RELOAD,
    steps: ['ip-dhcp-host delete', 'ip-dhcp-host modify', 'ip-dhcp-host add-last'],
    appears: `${VM1.mac}' name='vm1' ip='${VM2.ip}`,
  },
  {
    name: 'a reservation is removed',
    before: dhcp({ host: [VM1, VM2] }),
    after: { ...dhcp({}), exclusive: ['ip.dhcp.host'] },
    ...RELOAD,
    steps: ['ip-dhcp-host delete'],
    vanishes: VM2.mac,
  },

  // Ranges, and the beginning and end of DHCP.
  {
    name: 'a range is added',
    after: dhcp({ range: [RANGE, RANGE_2] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range add-last'],
    appears: RANGE_2.start,
  },
  {
    name: 'a range ends elsewhere',
    after: dhcp({ range: [{ ...RANGE, end: 'NET.140' }] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range delete', 'ip-dhcp-range add-last'],
    appears: 'NET.140',
    vanishes: RANGE.end,
  },
  {
    name: 'a range gets a lease time',
    after: dhcp({ range: [{ ...RANGE, lease: { expiry: 30 } }] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range delete', 'ip-dhcp-range add-last'],
    appears: "expiry='30'",
  },
  {
    name: 'a range is removed',
    before: dhcp({ range: [RANGE, RANGE_2] }),
    after: { ...dhcp({}), exclusive: ['ip.dhcp.range'] },
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range delete'],
    vanishes: RANGE_2.start,
  },
  {
    name: 'a range begins DHCP',
    before: ip({}),
    after: dhcp({ host: [] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range add-last'],
    appears: RANGE.start,
  },
  {
    name: 'a reservation begins DHCP',
    before: ip({}),
    after: dhcp({ range: [] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-host add-last'],
    appears: VM1.mac,
  },
  {
    name: 'DHCP ends',
    before: dhcp({ host: [] }),
    after: { ...dhcp({ range: [], host: [] }), exclusive: ['ip.dhcp.range'] },
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range delete'],
    vanishes: '<dhcp>',
  },
  {
    name: 'an IPv6 reservation is added beside IPv4',
    before: both({ range: [RANGE_6] }),
    after: both({ range: [RANGE_6], host: [{ id: '0:3:0:1:52:54:0:aa:0:1', name: 'vm1', ip: 'NET6::11' }] }),
    ...RELOAD,
    steps: ['ip-dhcp-host add-last'],
    appears: 'NET6::11',
  },
  {
    name: 'an IPv6 range is added beside IPv4',
    before: both({ range: [RANGE_6] }),
    after: both({ range: [RANGE_6, { start: 'NET6::200', end: 'NET6::2ff' }] }),
    ...NEW_DNSMASQ,
    steps: ['ip-dhcp-range add-last'],
    appears: 'NET6::200',
  },
];

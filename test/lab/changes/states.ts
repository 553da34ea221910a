import {
  DB,
  dhcp,
  dns,
  NEW_DNSMASQ,
  type NetworkChange,
  NOTHING,
  RANGE,
  RANGE_2,
  RELOAD,
  RESTART,
  VM1,
  VM2,
  WEB,
} from './change.ts';

/** Whether a network runs and starts with the host, several changes at once, and repairs. */
export const STATES: readonly NetworkChange[] = [
  // Several at once.
  {
    name: 'a reservation, a range and a name change together',
    after: { ...dhcp({ range: [RANGE, RANGE_2], host: [VM1, VM2] }), ...dns({ host: [WEB, DB] }) },
    ...NEW_DNSMASQ,
    steps: ['dns-host add-last', 'ip-dhcp-range add-last', 'ip-dhcp-host add-last'],
    appears: VM2.mac,
  },
  {
    name: 'a reservation and the mtu change together',
    before: { mtu: { size: 1400 } },
    after: { mtu: { size: 1300 }, ...dhcp({ host: [VM1, VM2] }) },
    ...RESTART,
    appears: VM2.mac,
  },

  // What may wait.
  {
    name: 'the mtu waits for the next start',
    before: { mtu: { size: 1400 } },
    after: { mtu: { size: 1300 }, apply: 'next-start' },
    ...NOTHING,
    steps: ['net-define'],
    appears: "size='1300'",
    waits: true,
  },
  {
    name: 'the mtu waits for the next start, and a reservation does not',
    before: { mtu: { size: 1400 } },
    after: { mtu: { size: 1300 }, ...dhcp({ host: [VM1, VM2] }), apply: 'next-start' },
    ...RELOAD,
    steps: ['net-define', 'ip-dhcp-host add-last'],
    appears: VM2.mac,
    waits: true,
  },

  // State.
  {
    name: 'it no longer starts with the host',
    after: { autostart: false },
    ...NOTHING,
    steps: ['net-autostart'],
  },
  {
    name: 'it starts with the host',
    before: { autostart: false },
    after: { autostart: true },
    ...NOTHING,
    steps: ['net-autostart'],
  },
  {
    name: 'it is stopped',
    after: { state: 'inactive' },
    impact: 'link',
    dnsmasq: 'none',
    bridge: 'none',
    steps: ['net-destroy'],
    warns: 'starts again with its host',
  },
  {
    name: 'it is removed',
    after: { state: 'absent' },
    impact: 'link',
    dnsmasq: 'none',
    bridge: 'none',
    steps: ['net-destroy', 'net-undefine'],
  },
  {
    name: 'it was stopped under its guests and starts again',
    byHand: 'virsh net-destroy "$1"',
    after: {},
    impact: 'none',
    dnsmasq: 'new',
    bridge: 'new',
    steps: ['net-start', 'plug', 'plug'],
  },
  {
    name: 'it was restarted under its guests',
    byHand: 'virsh net-destroy "$1" && virsh net-start "$1"',
    after: {},
    ...NOTHING,
    steps: ['plug', 'plug'],
  },
  {
    name: 'it was undefined while it runs',
    byHand: 'virsh net-undefine "$1"',
    after: {},
    ...NOTHING,
    steps: ['net-define', 'net-autostart'],
  },
  {
    name: 'its live copy lost a name',
    byHand: `virsh net-update "$1" delete dns-host "<host ip='NET.11'/>" --live`,
    after: {},
    ...RELOAD,
    steps: ['dns-host add-last'],
  },
  {
    name: 'its persistent copy lost a name',
    byHand: `virsh net-update "$1" delete dns-host "<host ip='NET.11'/>" --config`,
    after: {},
    ...NOTHING,
    steps: ['dns-host add-last'],
  },
];

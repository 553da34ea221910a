import { describeRules, dhcp, type Elements, host, vm } from './sound.ts';

const v6 = (entries: Elements) => dhcp(entries, 'fd00::1/64');

describeRules({
  'dhcp-twice': {
    'two IPv4': {
      ip: [
        { address: '10.0.0.1/24', dhcp: { range: { start: '10.0.0.2', end: '10.0.0.9' } } },
        { address: '10.0.1.1/24', dhcp: { range: { start: '10.0.1.2', end: '10.0.1.9' } } },
      ],
    },
  },
  'bootp-alone': {
    'no range': dhcp({ bootp: { file: 'x' } }),
    IPv6: v6({ range: { start: 'fd00::2', end: 'fd00::9' }, bootp: { file: 'x' } }),
  },
  'tftp-ipv6': {
    IPv6: { ip: { address: 'fd00::1/64', tftp: { root: '/srv' } } },
  },
  'tftp-root': {
    none: { ip: { address: '10.0.0.1/24', tftp: {} } },
    empty: { ip: { address: '10.0.0.1/24', tftp: { root: '' } } },
  },
  'lease-too-short': {
    'a range': dhcp({ range: { start: '10.0.0.2', end: '10.0.0.9', lease: { expiry: 1 } } }),
    'a host': host({ ...vm, lease: { expiry: 119, unit: 'seconds' } }),
  },
  'host-outside': {
    elsewhere: host({ ...vm, ip: '10.0.1.10' }),
  },
  'host-is-own-address': {
    itself: host({ ...vm, ip: '10.0.0.1' }),
  },
  'host-in-range': {
    inside: dhcp({ host: vm, range: { start: '10.0.0.2', end: '10.0.0.20' } }),
  },
  'host-unknown': {
    'neither mac nor name': host({ ip: '10.0.0.10' }),
    'a mac for IPv6': v6({ host: { mac: vm.mac, ip: 'fd00::5' } }),
    'a name that begins with a dash': host({ ...vm, name: '-a' }),
  },
  'host-repeated': {
    mac: host(vm, { ...vm, mac: vm.mac.toUpperCase(), name: 'vm2', ip: '10.0.0.11' }),
    name: host(vm, { ...vm, mac: '52:54:00:00:00:02', ip: '10.0.0.11' }),
    ip: host(vm, { ...vm, mac: '52:54:00:00:00:02', name: 'vm2' }),
  },
});

import { describeRules, dhcp, type Elements } from './sound.ts';

const v6 = (entries: Elements) => dhcp(entries, 'fd00::1/64');

describeRules({
  'ip-family': {
    'IPv6 as IPv4': { ip: { family: 'ipv4', address: 'fd00::1', prefix: 64 } },
  },
  'ip-length': {
    both: { ip: { address: '10.0.0.1', prefix: 24, netmask: '255.255.255.0' } },
    'a netmask for IPv6': { ip: { address: 'fd00::1', netmask: '255.255.255.0' } },
    'more than 32 bits': { ip: { address: '10.0.0.1/33' } },
    holes: { ip: { address: '10.0.0.1', netmask: '255.0.255.0' } },
  },
  'ip-repeated': {
    'one subnet twice': { ip: [{ address: '10.0.0.1/24' }, { address: '10.0.0.129/25' }] },
  },
  'ip-not-an-address': {
    network: { ip: { address: '10.0.0.0/24' } },
    broadcast: { ip: { address: '10.0.0.255/24' } },
  },
  'range-outside': {
    elsewhere: dhcp({ range: { start: '10.0.1.2', end: '10.0.1.9' } }),
    'network address': dhcp({ range: { start: '10.0.0.0', end: '10.0.0.9' } }),
    'broadcast address': dhcp({ range: { start: '10.0.0.2', end: '10.0.0.255' } }),
    'two families': dhcp({ range: { start: '10.0.0.2', end: 'fd00::2' } }),
  },
  'range-reversed': {
    IPv4: dhcp({ range: { start: '10.0.0.9', end: '10.0.0.2' } }),
  },
  'range-too-large': {
    IPv6: v6({ range: { start: 'fd00::2', end: 'fd00::1:2' } }),
    IPv4: dhcp({ range: { start: '10.0.0.2', end: '10.1.0.2' } }, '10.0.0.1/8'),
  },
  'range-overlap': {
    two: dhcp({
      range: [
        { start: '10.0.0.2', end: '10.0.0.9' },
        { start: '10.0.0.9', end: '10.0.0.20' },
      ],
    }),
  },
});

import { describeRules, HOSTED, MACVTAP, POOL, vm } from './sound.ts';

describeRules({
  'mode-without-ip': {
    nat: { ip: undefined },
    route: { forward: { mode: 'route' }, ip: undefined },
  },
  'mode-cannot-have': {
    ip: { ...HOSTED, ip: { address: '10.0.0.1/24' } },
    mac: { ...HOSTED, mac: { address: vm.mac } },
    'a DNS host': { ...HOSTED, dns: { host: { ip: '10.0.0.5', hostname: 'a' } } },
    domain: { ...HOSTED, domain: { name: 'lab' } },
    mtu: { ...HOSTED, mtu: { size: 9000 } },
    stp: { ...HOSTED, bridge: { name: 'br0', stp: 'on' } },
    'a bridge': { ...MACVTAP, bridge: { name: 'br0' } },
    limits: { ...MACVTAP, bandwidth: { inbound: { average: 1 } } },
  },
  'mode-bridge-and-interface': {
    both: { ...HOSTED, forward: { mode: 'bridge', dev: 'eth0' } },
  },
  'forward-interfaces': {
    'two with nat': { forward: { mode: 'nat', interface: [{ dev: 'a' }, { dev: 'b' }] } },
    'one with open': { forward: { mode: 'open', dev: 'a' } },
  },
  'forward-dev': {
    another: { ...MACVTAP, forward: { mode: 'vepa', dev: 'b', interface: { dev: 'a' } } },
  },
  'forward-pools': {
    'pf and address': {
      ...POOL,
      forward: { mode: 'hostdev', pf: { dev: 'a' }, address: { type: 'pci', bus: 3 } },
    },
  },
  'forward-repeated': {
    'an interface': { ...MACVTAP, forward: { mode: 'vepa', interface: [{ dev: 'a' }, { dev: 'a' }] } },
  },
  'forward-hostdev-only': {
    managed: { forward: { managed: 'yes' } },
    address: { forward: { address: { type: 'pci', bus: 3 } } },
  },
  'nat-range': {
    addresses: { forward: { nat: { address: { start: '1.2.3.5', end: '1.2.3.4' } } } },
    ports: { forward: { nat: { port: { start: 5, end: 4 } } } },
    'another mode': { forward: { mode: 'route', nat: { ipv6: 'yes' } } },
  },
  'route-gateway': {
    elsewhere: { route: { address: '10.9.0.0/16', gateway: '10.1.0.2' } },
  },
  'route-address': {
    'host bits': { route: { address: '10.9.0.1/16', gateway: '10.0.0.2' } },
    'no length, though the class of the address would have one': {
      route: { address: '10.0.0.0', gateway: '10.0.0.2' },
    },
    'no length': { route: { address: '10.9.0.0', gateway: '10.0.0.2' } },
  },
});

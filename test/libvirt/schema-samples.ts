import type { Elements } from './rules/sound.ts';
import { dhcp, HOSTED, host, MACVTAP, POOL, vm } from './rules/sound.ts';

/** Networks that libvirt takes and that its schema knows. */
export const WITHIN: Record<string, Elements> = {
  'a plain one': {},
  'over a bridge of the host': HOSTED,
  macvtap: MACVTAP,
  'virtual functions': {
    ...POOL,
    forward: { mode: 'hostdev', managed: 'yes', driver: { name: 'vfio' }, pf: { dev: 'eth0' } },
  },
  names: {
    domain: { name: 'lab.example', localOnly: 'yes' },
    dns: {
      forwarder: [{ domain: 'a.b', addr: '1.1.1.1' }],
      txt: { name: 'a', value: 'any & thing' },
      srv: { service: 'sip', protocol: 'udp', domain: 'lab.example', target: 'a' },
      host: { ip: '10.0.0.5', hostname: ['a', 'b.c'] },
    },
  },
  'odd names of a bridge': { bridge: { name: 'vir-br_7.a', zone: 'my-zone_1' } },
  'network boot': dhcp({ host: vm, bootp: { file: '/pxe 0', server: '10.0.0.2' } }),
  'a DUID': dhcp(
    { host: { id: '0:4:7e:7d:f0:7d:a8:bc:c5:d2:13:32:11:ed:16:ea:84:63', ip: 'fd00::9' } },
    'fd00::1/64',
  ),
  'a DUID with a time': dhcp(
    { host: { id: '0:1:0:1:18:aa:62:fe:0:16:3e:44:55:66', ip: 'fd00::9' } },
    'fd00::1/64',
  ),
  VLANs: {
    ...HOSTED,
    virtualport: { type: 'openvswitch' },
    vlan: { trunk: 'yes', tag: [{ id: 1, nativeMode: 'untagged' }, { id: 2 }] },
    portgroup: [{ name: 'a', default: 'yes', vlan: { tag: { id: 3 } } }],
  },
  midonet: {
    ...HOSTED,
    virtualport: { type: 'midonet', parameters: { interfaceid: '09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f' } },
  },
  limits: {
    bandwidth: {
      inbound: { average: 4294967295, peak: 4294967295, burst: 4194303 },
      outbound: { average: 1 },
    },
  },
  'options of dnsmasq': { 'dnsmasq:options': { 'dnsmasq:option': { value: 'a=\'b\' & "c"' } } },
  metadata: { metadata: "<a:b xmlns:a='urn:a'>c</a:b>" },
};

/** Networks that libvirt takes and its schema refuses. */
export const BEYOND: Record<string, Elements> = {
  'no forwarding, said aloud': { forward: { mode: 'none' } },
  'a name that the kernel takes': { ...MACVTAP, forward: { mode: 'vepa', interface: { dev: 'eth+0' } } },
  'a domain with an underscore': { domain: { name: 'my_lab' } },
  'a forwarder of such a domain': { dns: { forwarder: { domain: '_a.b', addr: '1.1.1.1' } } },
  'a record for certificates': { dns: { txt: { name: '_acme-challenge.a', value: 'x' } } },
  'a service of such a domain': { dns: { srv: { service: 'a', protocol: 'tcp', domain: 'a_b' } } },
  'a service of another protocol': { dns: { srv: { service: 'a', protocol: 'sctp' } } },
  'a host with an underscore': { dns: { host: { ip: '10.0.0.5', hostname: 'my_web' } } },
  'a bridge that the host names': { bridge: { name: 'lab%d' } },
  'a short MAC address': { mac: { address: '2:54:0:aa:b:c' } },
  'a reservation of one': host({ ...vm, mac: '2:54:0:aa:b:c' }),
  'a DUID of no known type': dhcp({ host: { id: 'aa:bb', ip: 'fd00::9' } }, 'fd00::1/64'),
  'a MAC address beside a DUID': host({ ...vm, id: '0:3:0:1:0:16:3e:11:22:33' }),
  'a boot server by IPv6': dhcp({ host: vm, bootp: { file: 'x', server: 'fd00::1' } }),
  'no trunk, said aloud': {
    ...HOSTED,
    virtualport: { type: 'openvswitch' },
    vlan: { trunk: 'no', tag: { id: 1 } },
  },
  'a portgroup of two words': { portgroup: { name: 'two words' } },
  'midonet without a port': { ...HOSTED, virtualport: { type: 'midonet' } },
};

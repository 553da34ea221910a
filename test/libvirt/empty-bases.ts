import type { Network } from '../../src/libvirt/model/network.ts';

const ADDRESS = { address: '10.97.0.1', prefix: 24 };
const OWN = {
  name: 'empty',
  uuid: '81ff0d90-c91e-6742-64da-4a736edb9a97',
  bridge: { name: 'virbr97' },
  mac: { address: '52:54:00:97:00:ff' },
} satisfies Network;

/** Networks of a host over which empty values are laid. */
export const BASES: Readonly<Record<string, Network>> = {
  isolated: { ...OWN, ip: [ADDRESS] },
  'isolated and without an address': OWN,
  'translated, with one of everything': {
    ...OWN,
    forward: { mode: 'nat', nat: { port: { start: 2000, end: 3000 } } },
    bridge: { name: 'virbr97', zone: 'libvirt' },
    mtu: { size: 1400 },
    domain: { name: 'net.example', localOnly: 'yes' },
    dns: {
      forwarder: [{ addr: '10.97.0.9' }],
      txt: [{ name: 'a', value: 'b' }],
      srv: [{ service: 'ldap', protocol: 'tcp', target: 'ldap.example', port: 389 }],
      host: [{ ip: '10.97.0.10', hostname: ['vm1'] }],
    },
    bandwidth: { inbound: { average: 1000 } },
    ip: [
      {
        ...ADDRESS,
        tftp: { root: '/srv/tftp' },
        dhcp: {
          range: [{ start: '10.97.0.100', end: '10.97.0.200' }],
          host: [{ mac: '52:54:00:97:00:01', name: 'vm1', ip: '10.97.0.10' }],
          bootp: { file: 'pxe', server: '10.97.0.3' },
        },
      },
    ],
    portgroup: [{ name: 'a', default: 'yes' }],
  },
  'over a bridge of the host': {
    name: OWN.name,
    uuid: OWN.uuid,
    forward: { mode: 'bridge' },
    bridge: { name: 'br0' },
    virtualport: { type: 'openvswitch', parameters: { profileid: 'p' } },
    vlan: { tag: [{ id: 7 }] },
  },
};

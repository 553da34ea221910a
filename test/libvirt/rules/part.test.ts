import { describe, expect, test } from 'vitest';
import { networkSchema } from '../../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { checkNetwork, checkPart } from '../../../src/libvirt/rules/check-network.ts';
import type { Elements } from './sound.ts';

const partOf = (elements: Elements) => networkSchema.parse({ name: 'lab', ...elements }) as Network;

/** What a host may have the rest of: the part alone is wrong, and may be right there. */
const OPEN: Record<string, Elements> = {
  'the device of a NAT network': { forward: { mode: 'nat', dev: 'eth0' } },
  'several interfaces': { forward: { interface: [{ dev: 'eth0' }, { dev: 'eth1' }] } },
  'managed devices': { forward: { managed: true } },
  'a route': { route: { address: '10.9.0.0/16', gateway: '10.0.0.2' } },
  'a range of a subnet without its length': {
    ip: { address: '192.168.1.1', dhcp: { range: { start: '192.168.2.10', end: '192.168.2.20' } } },
  },
  'a reservation of a subnet without its length': {
    ip: { address: '192.168.1.1', dhcp: { host: { mac: '52:54:00:00:00:01', ip: '192.168.2.10' } } },
  },
  'network boot': { ip: { address: '10.0.0.1/24', dhcp: { bootp: { file: 'pxe' } } } },
  'a service of files': { ip: { address: '10.0.0.1/24', tftp: {} } },
  'a VLAN': { vlan: { tag: { id: 7 } } },
  'a trunk': { forward: { mode: 'bridge' }, vlan: { trunk: true } },
  'a port profile': { virtualport: { parameters: { profileid: 'a' } } },
  'a peak': { bandwidth: { inbound: { peak: 1000 } } },
};

/** What no rest makes right. */
const CERTAIN: Record<string, Elements> = {
  'no address': { forward: { mode: 'nat' }, ip: [] },
  'an address over a bridge of the host': { forward: { mode: 'bridge' }, ip: { address: '10.0.0.1/24' } },
  'a VLAN with NAT': { forward: { mode: 'nat' }, vlan: { tag: { id: 7 } } },
  'a range outside': {
    ip: { address: '192.168.1.1/24', dhcp: { range: { start: '192.168.2.10', end: '192.168.2.20' } } },
  },
  'network boot over IPv6': { ip: { address: 'fd00::1/64', dhcp: { bootp: { file: 'pxe' } } } },
  'two defaults': {
    portgroup: [
      { name: 'a', default: true },
      { name: 'b', default: true },
    ],
  },
};

describe('a part of a network', () => {
  test.each(Object.entries(OPEN))('may be all right: %s', (_case, elements) => {
    expect(checkNetwork(partOf(elements))).not.toEqual([]);
    expect(checkPart(partOf(elements))).toEqual([]);
  });

  test.each(Object.entries(CERTAIN))('is wrong on every host: %s', (_case, elements) => {
    expect(checkPart(partOf(elements))).not.toEqual([]);
  });
});

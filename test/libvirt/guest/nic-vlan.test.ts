import { expect, test } from 'vitest';
import { vlanFault } from '../../../src/libvirt/guest/nic-vlan.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';

const NIC = { mac: '52:54:00:00:00:01', link: 'up' as const, vlan: [7] };
const IN_NET = { ...NIC, network: 'net' };
const host = (network: Omit<Network, 'name'>, more: object = {}) => ({
  version: [11, 3, 0],
  vlanFiltering: true,
  'network net': { exists: true, active: true, autostart: true, live: { name: 'net', ...network } },
  ...more,
});
const HOSTED = { forward: { mode: 'bridge' as const }, bridge: { name: 'br0' } };
const OVER_SWITCH = { ...HOSTED, virtualport: { type: 'openvswitch' as const } };

test('libvirt sets no tags in a network with a bridge of its own', () => {
  expect(vlanFault(IN_NET, host({ forward: { mode: 'nat' } }))).toContain(
    'Network net (nat) cannot carry VLAN tags.',
  );
  expect(vlanFault(IN_NET, host({}))).toContain('(isolated)');
});

test('on a bridge of the host it does since 11.0, where the kernel can', () => {
  const old = { version: [9, 0, 0] };
  for (const [nic, current] of [
    [IN_NET, HOSTED],
    [{ ...NIC, bridge: 'br0' }, {}],
  ] as const) {
    expect(vlanFault(nic, host(current))).toBeUndefined();
    expect(vlanFault(nic, host(current, old))).toContain(
      'this libvirt (9.0.0) sets them on Open vSwitch only',
    );
    expect(vlanFault(nic, host(current, { vlanFiltering: false }))).toContain('the kernel of this host');
  }
});

test('on Open vSwitch, and of virtual functions, on every version', () => {
  const old = { version: [9, 0, 0] };
  expect(vlanFault(IN_NET, host(OVER_SWITCH, old))).toBeUndefined();
  expect(vlanFault(IN_NET, host({ forward: { mode: 'hostdev' } }, old))).toBeUndefined();
  const plain = { ...OVER_SWITCH, portgroup: [{ name: 'a', virtualport: { type: '802.1Qbh' as const } }] };
  expect(vlanFault({ ...IN_NET, portgroup: 'a' }, host(plain, old))).toContain('cannot carry');
});

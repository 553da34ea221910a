import { describe, expect, test } from 'vitest';
import { checkNetwork, type Facts } from '../../../src/libvirt/rules/check-network.ts';
import { codesOf, dhcp, type Elements, HOSTED, host, MACVTAP, networkOf, POOL, vm } from './sound.ts';

test('a sound network has no findings', () => {
  for (const elements of [{}, HOSTED, MACVTAP, POOL]) expect(codesOf(elements)).toEqual([]);
});

describe('versions', () => {
  test.each<[string, Elements, Facts['version'] & object, string]>([
    ['title', { title: 'x' }, [9, 6, 0], 'needs-newer-libvirt'],
    [
      'domain register',
      { domain: { name: 'a', localOnly: true, register: true } },
      [10, 0, 0],
      'needs-newer-libvirt',
    ],
    [
      'forwarder port',
      { dns: { forwarder: [{ addr: '1.1.1.1', port: 53 }] } },
      [11, 9, 0],
      'needs-newer-libvirt',
    ],
    ['open without ip', { forward: { mode: 'open' }, ip: undefined }, [10, 7, 0], 'mode-without-ip'],
    ['vlan on a bridge', { ...HOSTED, vlan: { tag: { id: 1 } } }, [10, 9, 0], 'vlan-unsupported'],
    [
      'the driver of Xen',
      { ...POOL, forward: { mode: 'hostdev', driver: { name: 'xen' }, pf: { dev: 'eth0' } } },
      [9, 0, 0],
      'driver-needs-newer-libvirt',
    ],
    ['a default route', { route: { gateway: '10.0.0.2' } }, [11, 3, 0], 'route-without-address'],
  ])('%s', (_case, elements, version, code) => {
    expect(codesOf(elements, { version })).toEqual([code]);
    expect(codesOf(elements, { version: [99, 0, 0] })).toEqual([]);
    expect(codesOf(elements)).toEqual([]);
  });
});

test('libvirt 11 gives out addresses across blocks of 65536, but no more than that', () => {
  const range = (end: string) => dhcp({ range: { start: '10.0.0.2', end } }, '10.0.0.1/8');
  expect(codesOf(range('10.1.0.1'), { version: [9, 0, 0] })).toEqual(['range-too-large']);
  expect(codesOf(range('10.1.0.1'), { version: [11, 3, 0] })).toEqual([]);
  expect(codesOf(range('10.1.0.1'))).toEqual([]);
  expect(codesOf(range('10.1.0.2'), { version: [11, 3, 0] })).toEqual(['range-too-large']);
});

test('a PCI address must be a virtual function of the host, when those are known', () => {
  const elements = {
    ...POOL,
    forward: { mode: 'hostdev', address: { type: 'pci', bus: 3, slot: 0, function: 1 } },
  };
  expect(codesOf(elements, { virtualFunctions: [] })).toEqual(['forward-not-virtual-function']);
  expect(codesOf(elements, { virtualFunctions: ['0000:03:00.1'] })).toEqual([]);
  expect(codesOf(elements)).toEqual([]);
});

test('a finding leads into the model and says what and what to do', () => {
  expect(checkNetwork(networkOf(host(vm, { ...vm, mac: '52:54:00:00:00:02', name: 'vm2' })))).toEqual([
    {
      code: 'host-repeated',
      severity: 'error',
      summary: 'Two reservations for the same guest or address',
      detail: 'ip 10.0.0.10 is there already',
      hint: 'Keep one of them.',
      at: ['ip', 0, 'dhcp', 'host', 1, 'ip'],
    },
  ]);
});

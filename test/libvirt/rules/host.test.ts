import { expect, test } from 'vitest';
import type { Facts } from '../../../src/libvirt/rules/check-network.ts';
import { codesOf, type Elements, HOSTED, host, networkOf, POOL, vm } from './sound.ts';

const other = (elements: Elements) =>
  networkOf({ name: 'other', bridge: undefined, ip: undefined, ...elements });
const route = (address: string, prefix: number, device: string, gateway?: string) => ({
  destination: { address, prefix },
  device,
  ...(gateway && { gateway }),
});
const uuid = '81ff0d90-c91e-6742-64da-4a736edb9a9b';

test.each<[string, Elements, Facts, Facts]>([
  [
    'bridge-taken',
    {},
    { networks: [other({ bridge: { name: 'virbr7' } })] },
    { networks: [other({ bridge: { name: 'virbr8' } })] },
  ],
  ['bridge-missing', HOSTED, { links: ['eth0'] }, { links: ['eth0', 'br0'] }],
  [
    'switch-missing',
    { ...HOSTED, virtualport: { type: 'openvswitch' } },
    { links: ['eth0'] },
    { links: ['eth0', 'br0'] },
  ],
  ['interface-missing', { forward: { dev: 'eth1' } }, { links: ['eth0'] }, { links: ['eth1'] }],
  [
    'subnet-taken-by-network',
    {},
    { networks: [other({ ip: { address: '10.0.0.129/25' } })] },
    { networks: [other({ ip: { address: '10.0.1.1/24' } })] },
  ],
  ['bridge-is-a-link', {}, { links: ['virbr7'] }, { links: ['virbr7'], bridge: 'virbr7' }],
  [
    'interface-missing',
    { forward: { mode: 'nat', interface: { dev: 'eth1' } } },
    { links: [] },
    { links: ['eth1'] },
  ],
  ['card-without-functions', POOL, { links: ['eth1'], functions: 0 }, { links: ['eth0'], functions: 4 }],
  ['zone-without-firewalld', { bridge: { zone: 'libvirt' } }, { firewalld: false }, { firewalld: true }],
  [
    'dnsmasq-refuses',
    { 'dnsmasq:options': { 'dnsmasq:option': [{ value: 'log-queries' }, { value: 'adress=/a/10.0.0.9' }] } },
    { refusals: { 'adress=/a/10.0.0.9': 'bad option' } },
    { refusals: {} },
  ],
  [
    'subnet-taken-by-route',
    {},
    { routes: [route('10.0.0.0', 8, 'eth0')] },
    { routes: [route('0.0.0.0', 0, 'eth0'), route('10.0.0.0', 24, 'virbr7'), route('10.0.1.0', 24, 'eth0')] },
  ],
  [
    'subnet-taken-by-route',
    {},
    { routes: [route('10.0.0.0', 24, 'eth0', '10.77.0.1')] },
    { routes: [route('10.0.0.0', 24, 'virbr3')], bridge: 'virbr3' },
  ],
  ['subnet-taken-by-route', {}, { routes: [route('10.0.0.0', 29, 'eth0')] }, { routes: [] }],
  ['subnet-taken-by-route', {}, { routes: [route('10.0.0.128', 29, 'eth0', '10.77.0.1')] }, { routes: [] }],
  ['subnet-taken-by-route', host(vm), { routes: [route('10.0.0.10', 32, 'eth0')] }, { routes: [] }],
  [
    'subnet-with-hole',
    {},
    { routes: [route('10.0.0.8', 29, 'eth0')] },
    { routes: [route('10.0.1.8', 29, 'eth0')] },
  ],
  ['subnet-behind-route', {}, { routes: [route('10.0.0.0', 8, 'eth0', '10.77.0.1')] }, { routes: [] }],
  [
    'route-taken',
    { route: { address: '10.9.0.0', prefix: 16, gateway: '10.0.0.2' } },
    { routes: [route('10.9.0.0', 16, 'eth0')] },
    { routes: [route('10.9.0.0', 16, 'virbr7', '10.0.0.2'), route('10.9.0.0', 24, 'eth0')] },
  ],
  [
    'uuid-taken',
    { uuid: uuid.replaceAll('-', '').toUpperCase() },
    { networks: [other({ uuid })] },
    { networks: [networkOf({ uuid })] },
  ],
  ['uuid-taken', { uuid }, { networks: [other({ uuid })] }, { networks: [networkOf({ uuid }), other({})] }],
  [
    'uuid-taken',
    { uuid },
    { networks: [networkOf({ uuid: uuid.replace('8', '9') })] },
    { networks: [networkOf({})] },
  ],
])('%s', (code, elements, wrong, right) => {
  expect(codesOf(elements, wrong)).toEqual([code]);
  expect(codesOf(elements, right)).toEqual([]);
});

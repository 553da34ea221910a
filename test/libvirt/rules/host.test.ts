import { expect, test } from 'vitest';
import type { Facts } from '../../../src/libvirt/rules.ts';
import { codesOf, type Elements, HOSTED, networkOf } from './sound.ts';

const other = (elements: Elements) =>
  networkOf({ name: 'other', bridge: undefined, ip: undefined, ...elements });
const route = (address: string, prefix: number, device: string) => ({
  destination: { address, prefix },
  device,
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
  ['interface-missing', { forward: { dev: 'eth1' } }, { links: ['eth0'] }, { links: ['eth1'] }],
  [
    'subnet-taken-by-network',
    {},
    { networks: [other({ ip: { address: '10.0.0.129/25' } })] },
    { networks: [other({ ip: { address: '10.0.1.1/24' } })] },
  ],
  [
    'subnet-taken-by-route',
    {},
    { routes: [route('10.0.0.0', 8, 'eth0')] },
    { routes: [route('0.0.0.0', 0, 'eth0'), route('10.0.0.0', 24, 'virbr7'), route('10.0.1.0', 24, 'eth0')] },
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

import { expect, it } from 'vitest';
import { bridgeArgumentsOf } from '../../src/adopt/host/bridge-arguments.ts';
import type { DescribedLink } from '../../src/bridge/described.ts';

const link = (section: string, id: string, settings: object): DescribedLink => ({
  section,
  id,
  settings: { ...settings },
});
const bond = link('bonds', 'bond0', { interfaces: ['eth1', 'eth2'], parameters: { mode: '802.3ad' } });
const vlan = (id: number, more: object = {}) => link('vlans', `bond0.${id}`, { id, link: 'bond0', ...more });
const bridge = (id: number) => link('bridges', `br${id}`, { interfaces: [`bond0.${id}`] });

it('a bridge is described with its bond, and what else lies on that and is of no bridge', () => {
  const links = [bond, vlan(20), vlan(30, { addresses: ['10.30.0.1/24'] }), vlan(40), bridge(20), bridge(40)];
  expect(bridgeArgumentsOf(bridge(20), links, ['eth1', 'eth2'])).toEqual({
    args: {
      name: 'br20',
      interfaces: ['bond0.20'],
      bonds: { bond0: { interfaces: ['eth1', 'eth2'], parameters: { mode: '802.3ad' } } },
      vlans: {
        'bond0.20': { id: 20, link: 'bond0' },
        'bond0.30': { id: 30, link: 'bond0', addresses: ['10.30.0.1/24'] },
      },
    },
  });
});

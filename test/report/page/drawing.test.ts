import { describe, expect, it } from 'vitest';
import type { Topology, TopologyInterface } from '../../../src/plan/topology.ts';
import { blocksOf } from '../../../src/report/page/drawing/blocks.ts';
import { hostDrawing } from '../../../src/report/page/drawing/host-drawing.ts';
import { parsed, textOf, withClass } from './parsed.ts';

const EMPTY: Topology = { networks: [], bridges: [], interfaces: [], orphans: [] };
const lan = { name: 'lan', mode: 'bridge', active: true, bridge: 'br0', devices: [] };
const nat = { name: 'nat', mode: 'nat', active: true, bridge: 'virbr0', devices: ['eno2'] };

function port(guest: string, rest: Partial<TopologyInterface> = {}): TopologyInterface {
  return { guest, running: true, mac: '52:54:00:00:00:01', tap: 'vnet0', ...rest };
}

describe('what is drawn together', () => {
  it('is a bridge with its ports, the networks that use it, and guests that name it', () => {
    const web = port('web', { network: 'lan', bridge: 'br0', master: 'br0' });
    const old = port('old', { bridge: 'br0', master: 'br0' });
    const dmz = { ...lan, name: 'dmz', active: false };
    const bridges = [{ name: 'br0', ports: ['bond0', 'eno4'] }];
    expect(blocksOf({ ...EMPTY, networks: [lan, dmz], bridges, interfaces: [web, old] })).toEqual([
      {
        bridge: { name: 'br0', isMissing: false },
        uplinks: ['bond0', 'eno4'],
        way: 'no uplink',
        lanes: [
          { name: 'lan', state: 'active', interfaces: [web] },
          { name: 'dmz', state: 'inactive', interfaces: [] },
          { state: 'active', interfaces: [old] },
        ],
      },
    ]);
  });

  it('has the link that a network forwards to, or says how it leaves', () => {
    const bridges = [{ name: 'virbr0', ports: [] }];
    const way = (network: Topology['networks'][number]) =>
      blocksOf({ ...EMPTY, networks: [network], bridges }).map(({ uplinks, way: how }) => [uplinks, how]);
    expect(way(nat)).toEqual([[['eno2'], 'NAT']]);
    expect(way({ ...nat, mode: 'isolated', devices: [] })).toEqual([[[], 'no uplink']]);
    const { mode: _, ...unread } = { ...nat, devices: [] };
    expect(way(unread)).toEqual([[[], 'cannot be read']]);
  });

  it('is wrong where a bridge or network is missing, and not where the network does not run', () => {
    const missing = (active: boolean) =>
      blocksOf({ ...EMPTY, networks: [{ ...lan, active }] }).map(({ bridge }) => bridge?.isMissing);
    expect([missing(true), missing(false)]).toEqual([[true], [false]]);
    const web = port('web', { network: 'gone' });
    expect(blocksOf({ ...EMPTY, interfaces: [web] })).toEqual([
      {
        uplinks: [],
        way: 'no such network',
        lanes: [{ name: 'gone', state: 'missing', interfaces: [web] }],
      },
    ]);
  });

  it('stands alone where a network needs no bridge, and where a bridge has no network', () => {
    const sriov = { name: 'sriov', mode: 'hostdev', active: true, devices: ['eno3'] };
    const bridges = [{ name: 'br9', ports: [] }];
    expect(blocksOf({ ...EMPTY, networks: [sriov], bridges })).toEqual([
      { uplinks: ['eno3'], way: 'no uplink', lanes: [{ name: 'sriov', state: 'active', interfaces: [] }] },
      { bridge: { name: 'br9', isMissing: false }, uplinks: [], way: 'no uplink', lanes: [] },
    ]);
  });
});

describe('the drawing', () => {
  const draw = (topology: Topology) => parsed(`<body>${hostDrawing('hv01', topology).text}</body>`);
  const words = (topology: Topology) => [...draw(topology).getElementsByTagName('text')].map(textOf);

  it('says what hangs loose, in it and below', () => {
    const loose = port('db', { network: 'lan', bridge: 'br0', loose: true });
    const bridges = [{ name: 'br0', ports: ['bond0'] }];
    const topology = { ...EMPTY, networks: [lan], bridges, interfaces: [loose], orphans: ['vnet9'] };
    const root = draw(topology);
    expect(root.getElementsByTagName('svg')[0]?.getAttribute('aria-label')).toBe(
      'hv01: 1 network, 1 bridge, 1 guest interface, 2 loose',
    );
    expect(words(topology)).toEqual([
      ...['Uplink', 'Bridge', 'Network', 'Guests', 'bond0', 'br0', 'lan', 'db (vnet0, loose)'],
      'vnet9 (no guest)',
    ]);
    expect(withClass(root, 'loose').map(textOf)).toEqual([
      'vnet0 of guest db is on no bridge; it should be on network lan, bridge br0.',
      'vnet9 is on no bridge and of no guest.',
    ]);
  });

  it('shortens long names and counts what is too much', () => {
    const name = 'a-network-with-a-very-long-name';
    const many = Array.from({ length: 15 }, (_, at) => port(`vm${at}`, { network: name, running: false }));
    const said = words({ ...EMPTY, networks: [{ ...lan, name }], interfaces: many });
    expect(said.filter((text) => text.startsWith('vm'))).toHaveLength(12);
    expect(said).toContain('and 3 more interfaces');
    expect(said).toContain(`${name}a-network-with-a-ver…`);
  });

  it('of nothing is a sentence', () => {
    expect(textOf(draw(EMPTY))).toBe('The host has no network, no bridge and no guest with an interface.');
  });
});

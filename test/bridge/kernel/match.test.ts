import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Matcher, matchedAt, withNames } from '../../../src/bridge/kernel/match.ts';
import { macAt } from '../../../src/bridge/kernel/probes.ts';
import { ask, parsed } from '../../modules/trial.ts';

const any: Matcher = { id: 'x', name: '*', macaddress: '', driver: [] };

describe('links that are found', () => {
  it('are read one after the other', () => {
    const text = '= eth1\nmtu 1500\nup 1\ncarries 10.0.0.5/24\n= eth2\nmtu 9000\nup 0\n= gone\n';
    const link = { exists: true, ports: [], addresses: [], routes: [] };
    expect(parsed(matchedAt(any), text)).toEqual([
      { name: 'eth1', link: { ...link, mtu: 1500, up: true }, carries: ['10.0.0.5/24'] },
      { name: 'eth2', link: { ...link, mtu: 9000, up: false }, carries: [] },
    ]);
  });

  it('are some of this machine, and none for marks that nothing has', () => {
    const names = ask(matchedAt(any)).map(({ name }) => name);
    expect(readdirSync('/sys/class/net')).toEqual(expect.arrayContaining(names));
    for (const name of names) {
      for (const marks of [{ name }, { macaddress: ask(macAt(name)) ?? '' }, { driver: ['no-such', '*'] }])
        expect(ask(matchedAt({ ...any, ...marks })).map((one) => one.name)).toContain(name);
    }
    const odd = 'a b\'"$(touch pwned)';
    for (const none of [{ name: odd }, { macaddress: odd }, { driver: [odd, 'no-such'] }])
      expect(ask(matchedAt({ ...any, ...none }))).toEqual([]);
  });

  it('have the names of the kernel among the links of a bond, and as its primary one', () => {
    const bond = { interfaces: ['up1', 'eth2'], bond: { primary: 'up1' } };
    const link = { exists: true as const, mtu: 1500, up: true, ports: [], addresses: [], routes: [] };
    const matched = { up1: [{ name: 'eth7', link, carries: [] }] };
    expect(withNames({ interfaces: ['bond0'], underlay: [bond] }, matched)).toEqual({
      interfaces: ['bond0'],
      underlay: [{ interfaces: ['eth7', 'eth2'], bond: { primary: 'eth7' } }],
    });
  });
});

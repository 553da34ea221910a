import { describe, expect, test } from 'vitest';
import { networkSchema } from '../../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { checkNetwork, type Facts } from '../../../src/libvirt/rules/check-network.ts';

export type Elements = Record<string, unknown>;

/** A network in which no rule finds anything; each case adds the one thing that is wrong. */
const SOUND = {
  name: 'lab',
  forward: { mode: 'nat' },
  bridge: { name: 'virbr7' },
  ip: { address: '10.0.0.1/24', dhcp: { range: { start: '10.0.0.100', end: '10.0.0.200' } } },
};

/** The same over a bridge of the host, over macvtap, and with virtual functions. */
export const HOSTED = { forward: { mode: 'bridge' }, bridge: { name: 'br0' }, ip: undefined };
export const MACVTAP = {
  forward: { mode: 'vepa', interface: { dev: 'eth0' } },
  bridge: undefined,
  ip: undefined,
};
export const POOL = { forward: { mode: 'hostdev', pf: { dev: 'eth0' } }, bridge: undefined, ip: undefined };

export const vm = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.0.0.10' };

export function dhcp(entries: Elements, address = '10.0.0.1/24'): Elements {
  return { ip: { address, dhcp: entries } };
}

export function host(...hosts: Elements[]): Elements {
  return dhcp({ host: hosts });
}

/** For each rule, networks in which it finds something and no other rule does. */
export function describeRules(rules: Record<string, Record<string, Elements>>): void {
  describe.each(Object.entries(rules))('%s', (code, cases) => {
    test.each(Object.entries(cases))('%s', (_case, elements) => {
      expect(codesOf(elements)).toEqual([code]);
    });
  });
}

export function codesOf(elements: Elements, facts?: Facts): string[] {
  return checkNetwork(networkOf(elements), facts).map(({ code }) => code);
}

export function networkOf(elements: Elements): Network {
  const written = Object.entries({ ...SOUND, ...elements }).filter(([, value]) => value !== undefined);
  return networkSchema.parse(Object.fromEntries(written)) as Network;
}

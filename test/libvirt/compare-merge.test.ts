import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare/compare.ts';
import { mergeNetwork } from '../../src/libvirt/compare/merge.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { anyNetwork } from './arbitrary.ts';

const differences = (desired: Network, actual: Network) =>
  compareNetworks(desired, actual).filter(({ kind }) => kind !== 'unmanaged');
const named = (...host: [ip: string, name: string][]): Network => ({
  name: 'net',
  dns: { host: host.map(([ip, name]) => ({ ip, hostname: [name] })) },
});

it('whatever goes, nothing is left to do when it is gone', () => {
  // A key may come of what goes, such as the prefix of a route: which entry it is does not matter here.
  const meant = fc.func<[string], boolean>(fc.boolean()).map((goes) => (path: string) => goes(path));
  // Two entries of one key are refused, see the rules.
  const plain = anyNetwork.map((each) => firstEntries(each) as Network);
  fc.assert(
    fc.property(plain, plain, meant, meant, meant, fc.boolean(), (desired, other, ...rest) => {
      const [owned, unset, complete, exclusive] = rest;
      const removals = { owned, unset, complete, exclusive };
      const actual = canonical({ ...other, name: desired.name });
      const merged = mergeNetwork(desired, actual, removals);
      const left = compareNetworks(desired, merged, 'persistent', removals);
      expect(left.filter(({ kind }) => kind !== 'unmanaged')).toEqual([]);
    }),
  );
});

describe('what would be stored otherwise is a difference', () => {
  it('for any two networks', () => {
    fc.assert(
      fc.property(anyNetwork, anyNetwork, (desired, other) => {
        const actual = canonical({ ...other, name: desired.name });
        const isSame = isDeepStrictEqual(mergeNetwork(desired, actual), canonical(actual));
        fc.pre(!isSame);
        expect(differences(desired, actual)).not.toEqual([]);
      }),
    );
  });

  it('for a name whose address changed', () => {
    expect(differences(named(['10.0.0.8', 'web']), named(['10.0.0.9', 'web']))).toMatchObject([
      { kind: 'different', what: 'DNS host web ip', before: '10.0.0.9', after: '10.0.0.8' },
    ]);
  });

  it('for a second address of a name', () => {
    const both = named(['10.0.0.9', 'web'], ['10.0.0.8', 'web']);
    expect(differences(both, named(['10.0.0.9', 'web']))).toMatchObject([{ kind: 'missing', after: 'web' }]);
    expect(differences(named(['10.0.0.9', 'web']), both)).toEqual([]);
    expect(
      differences(named(['10.0.0.9', 'web'], ['fd00::9', 'web']), named(['10.0.0.9', 'web'])),
    ).toHaveLength(1);
  });
});

/** A network with one entry in each of its lists. */
function firstEntries(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(firstEntries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, firstEntries(each)]));
}

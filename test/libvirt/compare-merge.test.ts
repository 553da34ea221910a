import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/libvirt/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare.ts';
import { mergeNetwork } from '../../src/libvirt/merge.ts';
import type { Network } from '../../src/libvirt/network.ts';
import { anyNetwork } from './arbitrary.ts';

const differences = (wanted: Network, actual: Network) =>
  compareNetworks(wanted, actual).filter(({ kind }) => kind !== 'unmanaged');
const named = (...host: [ip: string, name: string][]): Network => ({
  name: 'net',
  dns: { host: host.map(([ip, name]) => ({ ip, hostname: [name] })) },
});

describe('what would be stored otherwise is a difference', () => {
  it('for any two networks', () => {
    fc.assert(
      fc.property(anyNetwork, anyNetwork, (wanted, other) => {
        const actual = canonical({ ...other, name: wanted.name });
        const isSame = isDeepStrictEqual(mergeNetwork(wanted, actual), canonical(actual));
        fc.pre(!isSame);
        expect(differences(wanted, actual)).not.toEqual([]);
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

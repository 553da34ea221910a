import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare/compare.ts';
import { laidOver, mergeNetwork } from '../../src/libvirt/compare/merge.ts';
import { networkSchema } from '../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { checkNetwork } from '../../src/libvirt/rules/check-network.ts';
import { empties } from './empties.ts';
import { BASES } from './empty-bases.ts';

const differing = (desired: Network, current: Network) =>
  compareNetworks(desired, current).filter(({ kind }) => kind !== 'unmanaged');

test('there are empty values to try', () => {
  expect(empties().length).toBeGreaterThan(60);
});

describe.each(Object.entries(BASES))('on a network that is %s', (_mode, base) => {
  test.each(empties())('$title is refused, or differs in nothing once it is stored', ({ elements }) => {
    const desired = networkSchema.parse({ name: base.name, ...elements }) as Network;
    const current = canonical(base);
    const refused = checkNetwork(laidOver(desired, current)).some(({ severity }) => severity === 'error');
    if (!refused) expect(differing(desired, mergeNetwork(desired, current))).toEqual([]);
  });
});

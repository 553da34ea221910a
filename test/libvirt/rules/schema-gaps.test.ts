import { expect, it } from 'vitest';
import { defineOptions } from '../../../src/libvirt/network/define.ts';
import { isBeyondSchema } from '../../../src/libvirt/rules/schema-gaps.ts';
import { BEYOND, WITHIN } from '../schema-samples.ts';
import { codesOf, networkOf } from './sound.ts';

it.each(Object.entries(WITHIN))('%s is held against the schema', (_, elements) => {
  expect(codesOf(elements)).toEqual([]);
  expect(isBeyondSchema(networkOf(elements))).toBe(false);
});

it.each(Object.entries(BEYOND))('%s is not', (_, elements) => {
  expect(codesOf(elements)).toEqual([]);
  expect(isBeyondSchema(networkOf(elements))).toBe(true);
});

it('what one schema lacks and the other has counts as lacking', () => {
  expect(isBeyondSchema(networkOf({ bandwidth: { inbound: { average: 4294967296 } } }))).toBe(true);
  const driver = { mode: 'hostdev', driver: { model: 'mlx5_vfio_pci' }, pf: { dev: 'eth0' } };
  expect(isBeyondSchema(networkOf({ forward: driver, bridge: undefined, ip: undefined }))).toBe(true);
});

it('a libvirt that does not know the option is not given it', () => {
  expect(defineOptions(networkOf({}), [7, 6, 0])).toEqual([]);
  expect(defineOptions(networkOf({}), [7, 7, 0])).toEqual(['--validate']);
  expect(defineOptions(networkOf({ portgroup: { name: 'two words' } }), [11, 3, 0])).toEqual([]);
});

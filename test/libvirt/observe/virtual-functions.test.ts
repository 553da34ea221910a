import { expect, it } from 'vitest';
import { virtualFunctions } from '../../../src/libvirt/observe/virtual-functions.ts';
import { ask, parsed } from '../../modules/trial.ts';

it('are PCI addresses, of which a host may have none', () => {
  expect(parsed(virtualFunctions, '0000:03:10.1\n0000:03:10.2\n')).toEqual(['0000:03:10.1', '0000:03:10.2']);
  expect(parsed(virtualFunctions, '')).toEqual([]);
});

it('can be asked for on any machine', () => {
  for (const address of ask(virtualFunctions))
    expect(address).toMatch(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/);
  expect(ask(virtualFunctions)).toBeInstanceOf(Array);
});

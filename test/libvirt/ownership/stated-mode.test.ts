import { expect, it } from 'vitest';
import type { Network } from '../../../src/libvirt/model/network.ts';
import { withStatedMode } from '../../../src/libvirt/ownership/stated-mode.ts';

it('a mode that is stated without being written makes one definition for all hosts', () => {
  const definition: Network = { name: 'lab', ip: [{ address: '10.0.0.1', prefix: 24 }] };
  const about = { project: 'p', name: 'lab', task: 't', written: {}, kept: new Set<string>() };
  const desired = { ...about, definition, unset: {}, isComplete: false, merge: false, isWhole: true };
  const [one, other] = [new Map(), new Map()].map((owners) => withStatedMode({ ...desired }, owners));
  expect(one).toEqual({ ...definition, forward: { mode: 'none' } });
  // What is worked out of a definition is kept by its object: see `memoize`.
  expect(one).toBe(other);
});

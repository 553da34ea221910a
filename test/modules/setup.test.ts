import { expect, it } from 'vitest';
import { setup } from '../../src/modules/setup.ts';
import { trial } from './trial.ts';

const facts = {
  platform: { distribution: 'Debian' },
  min: { local: {} },
  network: { interfaces: ['lo'] },
  hardware: { memtotal_mb: 1 },
  virtual: { virtualization_role: 'guest' },
};

it.each([
  [{}, ['distribution', 'local', 'interfaces', 'memtotal_mb', 'virtualization_role']],
  [{ gather_subset: 'min' }, ['distribution', 'local']],
  [{ gather_subset: ['!all', '!min', 'network'] }, ['distribution', 'interfaces']],
  [{ gather_subset: ['!all', '!min', 'virtual'] }, ['virtualization_role']],
  [{ gather_subset: '!all,network' }, ['distribution', 'local', 'interfaces']],
  [{ gather_subset: ['!hardware'] }, ['distribution', 'local', 'interfaces', 'virtualization_role']],
  [{ filter: 'ansible_local' }, ['local']],
  [{ filter: ['*_mb', 'dist*'] }, ['distribution', 'memtotal_mb']],
])('%j', (args, names) => {
  const { plan } = trial(setup, args, { facts });
  const found = Object.keys(plan.result?.ansible_facts ?? {});
  expect(found).toEqual(names.map((name) => `ansible_${name}`));
  expect(plan.changes).toEqual([]);
});

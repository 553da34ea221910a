import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inventoryFor } from '../../src/commands/adopt/inventory-file.ts';
import { project } from './project.ts';

const place = (folder: string) => ({ folder, user: 'root' });

it('an inventory that is given, or that is in the project, is the one', () => {
  const folder = project({ 'inventory.yaml': 'all: { hosts: { hv01: } }\n' });
  expect(inventoryFor(['hosts.ini'], 'site_a', place(folder))).toEqual({
    sources: ['hosts.ini'],
    pattern: 'site_a',
  });
  expect(inventoryFor([], 'hv01,hv02', place(folder))).toEqual({
    sources: [join(folder, 'inventory.yaml')],
    pattern: 'hv01,hv02',
  });
});

it('hosts that are only named get an inventory', () => {
  const folder = project({});
  const file = {
    path: 'inventory.yaml',
    before: undefined,
    after: `# How ssh reaches them may also stand in ~/.ssh/config.
all:
  hosts:
    hv01:
    192.0.2.7:
  vars:
    ansible_user: root
`,
  };
  const sources = ['hv01,192.0.2.7,'];
  expect(inventoryFor([], 'hv01,192.0.2.7', place(folder))).toEqual({ sources, pattern: 'all', file });
  expect(inventoryFor(['hv01,192.0.2.7'], 'hv01', place(folder))).toEqual({ sources, pattern: 'hv01', file });
});

it('a pattern without an inventory names no hosts', () => {
  const folder = project({});
  expect(inventoryFor([], 'all', place(folder))).toEqual({ sources: [], pattern: 'all' });
  expect(inventoryFor([], 'hv*', place(folder))).toEqual({ sources: [], pattern: 'hv*' });
});

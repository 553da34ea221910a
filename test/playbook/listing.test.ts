import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listHosts, listTasks } from '../../src/playbook/listing.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import { folder } from '../inventory/folder.ts';
import { MODULES, resolved } from './project.ts';

const TEXT = `
- name: networks
  hosts: web
  serial: 1
  tags: net
  tasks:
    - name: link of {{ inventory_hostname }}
      link: { name: br0 }
    - flush_handlers: true
    - say: rare
      tags: never
- hosts: c
  tasks:
    - say: hello
`;

it('lists hosts across batches', () => {
  expect(listHosts(resolved(TEXT).plays)).toBe(
    'play networks: 2 hosts\n    a\n    b\n\nplay c: 1 host\n    c\n',
  );
});

it('lists the tasks that tags leave, as they were written', () => {
  const { playbook } = loadPlaybook(join(folder({ 'p.yaml': TEXT }), 'p.yaml'), MODULES);
  expect(listTasks([playbook], { tags: [], skipTags: [] })).toBe(
    'play networks\n    link of {{ inventory_hostname }}  [net]\n    flush_handlers\n\nplay c\n    say\n',
  );
});

import { expect, it } from 'vitest';
import { MODULES } from '../../src/modules/index.ts';
import { shortName } from '../../src/playbook/ansible-hints.ts';
import { ADVISED } from '../../src/playbook/module-advice.ts';
import { brief, resolved } from './project.ts';

const refused = (module: string) =>
  brief(resolved(`- hosts: a\n  tasks:\n    - ${module}: { name: x }\n`).problems).join();

it('a module that Ansible has and Virtfleet has not says what to write instead, by whatever name', () => {
  expect(refused('git')).toContain('unknown-module 3:7 Write a command');
  expect(refused('ansible.posix.authorized_key')).toContain('lineinfile');
  expect(refused('community.general.nmcli')).toContain('bridge');
  expect(refused('ini_file')).not.toContain('Did you mean');
  expect(refused('usr')).not.toContain('useradd');
});

it('there is no advice against a module that exists', () => {
  const names = new Set(MODULES.map(({ name }) => name));
  expect(ADVISED.filter((name) => names.has(shortName(name)))).toEqual([]);
  expect(new Set(ADVISED).size).toBe(ADVISED.length);
});

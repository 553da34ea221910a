import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { folder } from '../inventory/folder.ts';
import { brief, desired, MODULES, resolved, tasksOf } from './project.ts';
import { said } from './said.ts';

const FILES = {
  'roles/web/tasks/main.yml': `- { say: "web {{ port }} {{ kind }}", notify: restart }
- import_tasks: more.yml
  when: port == 80
- include_tasks: "{{ kind }}.yml"
`,
  'roles/web/tasks/more.yml': '- { say: "more of {{ role_name }}" }\n',
  'roles/web/tasks/small.yml': '- { say: "small {{ size }}" }\n',
  'roles/web/tasks/other.yml': '- { say: "other {{ port }}" }\n',
  'roles/web/handlers/main.yml': '- { name: restart, say: "restarted {{ port }}" }\n',
  'roles/web/defaults/main.yml': 'port: 80\nkind: small\n',
  'roles/web/vars/main.yml': 'size: tiny\n',
  'roles/web/meta/main.yml': 'dependencies: [{ role: base, level: 2 }]\n',
  'roles/base/tasks/main.yml': '- { say: "base {{ level }}" }\n',
};

it('a role brings its dependencies, tasks, variables and handlers', async () => {
  const text = `- hosts: a
  pre_tasks: [{ say: before }]
  roles: [web]
  tasks: [{ say: "task {{ size }} {{ port }}" }]
  post_tasks: [{ say: after }]
`;
  expect(await said(text, {}, FILES)).toEqual([
    'before',
    'base 2',
    'web 80 small',
    'more of web',
    'included: small.yml',
    'small tiny',
    'task tiny 80',
    'restarted 80',
    'after',
  ]);
});

it('roles_path stands in the place of the usual folders', async () => {
  const root = folder({
    'plays/play.yaml': '- hosts: a\n  roles: [far]\n',
    'shared/far/tasks/main.yml': '- { say: far }\n',
  });
  const path = join(root, 'plays/play.yaml');
  expect(brief(loadPlaybook(path, MODULES, { rolesPath: [join(root, 'shared')] }).problems)).toEqual([]);
  expect(brief(loadPlaybook(path, MODULES, { rolesPath: [] }).problems)).toEqual(['missing-role 2:11']);
});

it('a role runs once, unless its parameters differ', async () => {
  const text =
    '- hosts: a\n  roles: [base, { role: base, level: 3 }, { role: base, level: 3 }]\n  vars: { level: 1 }\n';
  expect(await said(text, {}, FILES)).toEqual(['base 1', 'base 3']);
});

it('`include_role` may come in a loop and ask for another file; its variables stay inside', async () => {
  const text = `- hosts: a
  tasks:
    - include_role: { name: web, tasks_from: other }
      vars: { port: "{{ 8000 + item }}" }
      loop: [1, 2]
    - import_role: name=web tasks_from=other.yml
    - { say: "{{ port }}" }
`;
  const found = await said(text, {}, FILES);
  expect(found).toEqual(['base 2', 'other 8001', 'other 8002', 'other 80', 80]);
});

it('what is included waits for what is registered', async () => {
  const text = `- hosts: a
  tasks:
    - { say: first, register: r }
    - { include_tasks: part.yml, when: r.changed, loop: "{{ r.names }}", loop_control: { loop_var: name } }
    - { say: "{{ x }}" }
`;
  const files = { 'part.yml': '- { set_fact: { x: "{{ name }}" } }\n- { say: "part {{ name }} {{ x }}" }\n' };
  expect(await said(text, { r: { changed: true, names: ['a', 'b'] } }, files)).toEqual([
    'first',
    'included: part.yml',
    'included: part.yml',
    'part a a',
    'part b b',
    'b',
  ]);
});

it('mistakes in files that are included are found, and no task of them is left out in silence', () => {
  const text = `- hosts: a
  tasks:
    - { include_tasks: part.yml, loop: [a, b], when: true }
    - { include_role: { name: other } }
`;
  const files = {
    'part.yml': '- { link: { name: x, speed: 9 } }\n- { say: part }\n',
    'roles/other/tasks/main.yml': '- { sya: x }\n',
  };
  expect(
    brief(resolved(text, { files }).problems).map((line) => line.split(' ').slice(0, 2).join(' ')),
  ).toEqual(['unknown-argument 1:22', 'unknown-module 1:5']);
});

it('`import_playbook` brings plays, whose variables it replaces', async () => {
  const text =
    '- import_playbook: sub/net.yml\n  vars: { mtu: 9000 }\n- hosts: a\n  tasks: [{ say: last }]\n';
  const files = {
    'sub/net.yml': '- hosts: a\n  vars: { mtu: 1500 }\n  roles: [own]\n',
    'sub/roles/own/tasks/main.yml': '- { say: "mtu {{ mtu }}" }\n',
  };
  expect(await said(text, {}, files)).toEqual(['mtu 9000', 'last']);
});

it('mistakes inside roles and includes stand where they are written', () => {
  const text =
    '- hosts: a\n  roles: [web, wbe]\n  tasks: [{ import_tasks: gone.yml }, { include_tasks: bad.yml }]\n';
  const files = { ...FILES, 'roles/web/tasks/more.yml': '- { sya: x }\n', 'bad.yml': 'x: 1\n' };
  const { problems } = resolved(text, { files });
  expect(problems.map(({ place }) => place?.file.replace(/^.*virtfleet-[^/]*\//, ''))).toEqual([
    'play.yaml',
    'play.yaml',
    'roles/web/tasks/more.yml',
    'bad.yml',
  ]);
  expect(brief(problems)).toEqual([
    'missing-role 2:16 Did you mean `web`?',
    'missing-file 3:27',
    'unknown-module 1:5 Did you mean `say`?',
    'not-tasks 1:1 Begin each task with a dash.',
  ]);
});

it('a role that depends on itself is refused', () => {
  const files = {
    'roles/x/meta/main.yml': 'dependencies: [y]\n',
    'roles/y/meta/main.yml': 'dependencies: [x]\n',
  };
  const { problems } = resolved('- hosts: a\n  roles: [x]\n', { files });
  expect(problems).toMatchObject([{ code: 'role-circle', detail: 'x → y → x.' }]);
});

it('a task without a name is called as its module is written; one that does not run has its name computed', () => {
  const text = `- hosts: a
  vars: { what: web }
  tasks:
    - ansible.builtin.say: x
    - { say: x, name: "of {{ what }}", when: false }
    - { say: x, name: "of {{ nobody }}", when: false }
    - { ansible.builtin.include_tasks: part.yml, when: false }
`;
  const names = tasksOf(text, 'a', { files: { 'part.yml': '- { say: x }\n' } }).map((task) =>
    'name' in task ? task.name : task.kind,
  );
  expect(names).toEqual([
    'ansible.builtin.say',
    'of web',
    'of {{ nobody }}',
    'ansible.builtin.include_tasks',
  ]);
});

it('handlers of an included role see what its include gives it', () => {
  const text = `- hosts: a
  tasks:
    - include_role: { name: own }
      loop: [web]
      loop_control: { loop_var: what }
      vars: { where: "here {{ what }}" }
`;
  const files = {
    'roles/own/defaults/main.yml': 'where: nowhere\n',
    'roles/own/tasks/main.yml': '- { say: x, notify: tell }\n',
    'roles/own/handlers/main.yml': '- { name: tell, say: "{{ where }} {{ what }}" }\n',
  };
  const brought = tasksOf(text, 'a', { files }).flatMap((task) =>
    task.kind === 'handlers' ? task.handlers.flatMap((handler) => desired(handler.tasks)) : [],
  );
  expect(brought).toEqual(['here web web']);
});

it('a role that allows no duplicates runs once for each way in which a task asks for it, as in Ansible', async () => {
  const once = (vars: string, more = '') =>
    `    - { include_role: { name: r, allow_duplicates: no }, vars: { v: ${vars} }${more} }\n`;
  const text = `- hosts: a
  gather_facts: no
  roles: [r]
  tasks:
${once('1')}${once('1')}${once('2')}    - { include_role: { name: r }, vars: { v: 2 } }
    - { include_role: { name: m, allow_duplicates: no } }
    - { include_role: { name: m, allow_duplicates: no } }
${once('7', ', loop: [1, 2]')}${once('8', ', when: true')}${once('8')}`;
  const files = {
    'roles/r/tasks/main.yml': '- say: "r {{ v | default(0) }}"\n',
    'roles/m/tasks/main.yml': '- say: m\n',
    'roles/m/meta/main.yml': 'allow_duplicates: yes\n',
  };
  const found = await said(text, {}, files);
  expect(found.filter((one) => !String(one).startsWith('included'))).toEqual([
    'r 0',
    'r 1',
    'r 2',
    'r 2',
    'm',
    'r 7',
    'r 7',
    'r 8',
  ]);
});

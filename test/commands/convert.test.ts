import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { convert } from '../../src/commands/convert.ts';
import { run } from '../../src/commands/run.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { MODULES } from '../../src/modules/index.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { resolvePlays } from '../../src/playbook/resolve/resolve.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { leavesOf } from '../../src/playbook/task-tree.ts';
import { host, leftHost, NOTHING } from '../modules/network-case.ts';
import { project, typed } from './project.ts';

const XML = `<network>
            <name>net</name>
            <forward mode='nat'/>
            <bridge name='virbr7' stp='on'/>
            <ip address='10.7.0.1' netmask='255.255.255.0'>
              <dhcp><range start='10.7.0.100' end='10.7.0.150'/></dhcp>
            </ip>
          </network>`;
const SITE = `- hosts: all
  tasks:
    - name: The lab
      community.libvirt.virt_net:
        name: net
        command: define
        xml: |
          ${XML}
    - community.libvirt.virt_net: { name: net, state: active }
    - community.libvirt.virt_net: { name: net, autostart: yes }
    - ansible.builtin.copy: { src: a.txt, dest: /etc/a.txt }
`;
const FILES = {
  'ansible/site.yml': SITE,
  'ansible/hosts.ini': 'hv01\n',
  'ansible/files/a.txt': 'hi\n',
  'ansible/templates/b.j2': '{{ x }}\n',
};

it('the copy is converted, the project is not, and the page says what changed and what did not', async () => {
  const root = project(FILES);
  const { code, out, err } = await typed(convert, root, join(root, 'ansible'));
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe(`Changed
  ansible/site.yml:4
    virt_net is written network, with elements for the XML. Lines 16 and 17 went into it.
  ansible/site.yml:18
    ansible.builtin.copy is written copy.

Left as it is
  ansible/templates/b.j2:1
    A template of Jinja works as it is.

The result is in ansible-virtfleet. Compare it with the project:

    diff -ru ansible ansible-virtfleet
`);
  for (const [name, text] of Object.entries(FILES)) expect(readFileSync(join(root, name), 'utf8')).toBe(text);
  const made = join(root, 'ansible-virtfleet');
  expect(readFileSync(join(made, 'files/a.txt'), 'utf8')).toBe('hi\n');
  const words = [join(made, 'site.yml'), '-i', join(made, 'hosts.ini'), '--syntax-check'];
  expect(await typed(run, root, ...words)).toEqual({ code: 0, out: 'No mistakes found.\n', err: '' });
});

it.each([
  ['without the network', host(undefined)],
  ['with what it had before', host({ ip: [{ address: '10.8.0.1', prefix: 24 }] }, NOTHING, false)],
])('a host %s becomes the same, and needs nothing more from either project then', async (_, before) => {
  const root = project(FILES);
  await typed(convert, root, join(root, 'ansible'));
  const [given, made] = ['ansible', 'ansible-virtfleet'].map((name) => tasksOf(join(root, name)));
  if (!given || !made) throw new Error('there are no tasks');
  expect(made.map(({ module }) => module)).toEqual(['network', 'copy']);
  expect(given.at(-1)?.desired).toEqual(made.at(-1)?.desired);
  const [after, same] = [given, made].map((tasks) => tasks.slice(0, -1).reduce(done, before));
  expect(after?.network).toMatchObject({ exists: true, active: true, autostart: true });
  expect(same?.network).toEqual(after?.network);
  for (const task of [...given, ...made].filter(({ module }) => module !== 'copy'))
    expect(planOf(task, after as Host).changes.filter(({ bookkeeping }) => !bookkeeping)).toEqual([]);
});

type Host = ReturnType<typeof host>;

function planOf({ definition, desired }: ResolvedTask, current: Host) {
  const plan = definition.plan(desired, current as never);
  expect(plan.failure).toBeUndefined();
  return plan;
}

/** The host as a task leaves it. */
function done(current: Host, task: ResolvedTask): Host {
  return leftHost(planOf(task, current), current);
}

function tasksOf(folder: string): ResolvedTask[] {
  const { playbook } = loadPlaybook(join(folder, 'site.yml'), MODULES);
  const { inventory } = loadInventory([join(folder, 'hosts.ini')]);
  const templateFolders = [join(import.meta.dirname, '../../templates')];
  const { plays } = resolvePlays([playbook], {
    tags: [],
    skipTags: [],
    extraVars: {},
    templateFolders,
    inventory,
  });
  return leavesOf(plays[0]?.hosts.get('hv01')?.tasks ?? []).filter((task) => task.kind === 'task');
}

it('it writes into no folder that is there, and not into the project', async () => {
  const root = project({ ...FILES, 'ansible-virtfleet/mine': 'mine\n' });
  const there = await typed(convert, root, join(root, 'ansible'));
  expect([there.code, there.err]).toEqual([
    1,
    expect.stringContaining('nothing is written, because there is'),
  ]);
  expect(readdirSync(join(root, 'ansible-virtfleet'))).toEqual(['mine']);
  const inside = await typed(convert, root, join(root, 'ansible'), '--into', join(root, 'ansible/new'));
  expect([inside.code, inside.err]).toEqual([1, expect.stringContaining('lies in the project')]);
  expect(readdirSync(join(root, 'ansible')).toSorted()).toEqual([
    'files',
    'hosts.ini',
    'site.yml',
    'templates',
  ]);
});

it('what a link leads to is not written, within the project or outside', async () => {
  const root = project({ ...FILES, 'shared/tasks/main.yml': '- ansible.builtin.debug: {}\n' });
  symlinkSync(join(root, 'shared/tasks/main.yml'), join(root, 'ansible/one.yml'));
  symlinkSync('../shared', join(root, 'ansible/role'));
  await typed(convert, root, join(root, 'ansible'), '--into', join(root, 'new'));
  expect(readFileSync(join(root, 'shared/tasks/main.yml'), 'utf8')).toBe('- ansible.builtin.debug: {}\n');
  expect(readFileSync(join(root, 'new/role/tasks/main.yml'), 'utf8')).toBe('- ansible.builtin.debug: {}\n');
});

it('tasks of virt_net stay where module_defaults has arguments for them', async () => {
  const defaults = '  module_defaults:\n    community.libvirt.virt_net: { autostart: no }\n  tasks:';
  const root = project({ 'a/site.yml': SITE.replace('  tasks:', defaults) });
  const { out } = await typed(convert, root, join(root, 'a'));
  expect(out).toContain('virt_net: module_defaults has arguments for it.');
  expect(readFileSync(join(root, 'a-virtfleet/site.yml'), 'utf8')).toContain('command: define');
});

it('a file that is not UTF-8 stays as it is', async () => {
  const root = project({ 'a/site.yml': '' });
  const bytes = Buffer.concat([Buffer.from(SITE), Buffer.from([0x23, 0xe9, 0x0a])]);
  writeFileSync(join(root, 'a/site.yml'), bytes);
  expect((await typed(convert, root, join(root, 'a'))).out).toMatch(/^Nothing to change\./);
  expect(readFileSync(join(root, 'a-virtfleet/site.yml'))).toEqual(bytes);
});

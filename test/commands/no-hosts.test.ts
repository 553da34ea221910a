import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.ts';
import { COMMANDS } from './every-command.ts';
import { project, typed } from './project.ts';

const HOST = 'hv01 ansible_connection=local\n';

/** What a command says of an inventory in a folder. */
async function said(name: string, file: string, ...words: string[]) {
  const folder = project({
    [`inventory/${file}`]: HOST,
    'site.yaml': '- hosts: all\n  tasks:\n    - ping:\n',
  });
  const command = COMMANDS.find((one) => one.name === name) as Command;
  const paths = words.map((word) => join(folder, word));
  return typed(command, folder, ...paths, '-i', join(folder, 'inventory'), { width: 400 });
}

it.each([
  ['run', 'site.yaml'],
  ['drift', 'site.yaml'],
  ['render', 'site.yaml'],
  ['audit'],
  ['doctor'],
  ['networks'],
  ['leases'],
  ['adopt'],
  ['sudoers'],
])('%s says why a folder with a file of hosts has none', async (name, ...words) => {
  const { code, err } = await said(name, 'hosts.ini', ...words);
  expect([code, err]).toEqual([
    1,
    `error: The inventory has no hosts
  No source of the inventory names a host.
  hint: Name one that has hosts with -i.

error: A file in an inventory folder is not read
  inventory/hosts.ini: as in Ansible, *.ini files of a folder are taken for settings of scripts.
  hint: Give the file its own -i, or rename it without .ini.

2 problems.
`,
  ]);
});

it('so is any file of a folder that is not read because of its name', async () => {
  const { err } = await said('networks', 'prod.cfg');
  expect(err.replaceAll(/\s+/g, ' ')).toContain(
    'In a folder, names that end so are not read, as in Ansible: inventory/prod.cfg.',
  );
  expect((await said('networks', 'README.md')).err).not.toContain('README');
});

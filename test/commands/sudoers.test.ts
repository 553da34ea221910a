import { expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.ts';
import { sudoers } from '../../src/commands/sudoers/sudoers.ts';
import { project, typed } from './project.ts';

it('that no rule is needed is said with the reason', async () => {
  const hosts = 'hv01 ansible_connection=local\nhv02 ansible_user=root\nhv03 ansible_user=root\n';
  const folder = project({ hosts });
  const { code, out } = await typed(sudoers as Command, folder, '-i', `${folder}/hosts`);
  expect([code, out]).toEqual([
    0,
    '# Nobody logs in to local hosts: hv01\n# Root logs in itself to: hv02, hv03\n# No rule of sudo is needed.\n',
  ]);
});

it.each(['ALL', 'ADMINS'])('the login user %j gets no rule', async (user) => {
  const hosts = `all: { hosts: { hv01: { ansible_user: "${user}" } } }\n`;
  const folder = project({ 'hosts.yaml': hosts });
  const refused = await typed(sudoers as Command, folder, '-i', `${folder}/hosts.yaml`);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('No rule of sudo can be written for the login user');
});

it('the name of a file is no rule', async () => {
  const name = 'a\nALL ALL=(ALL) NOPASSWD: ALL #.yaml';
  const playbook = [{ hosts: 'all', become: true, tasks: [{ import_tasks: { file: name } }] }];
  const folder = project({
    hosts: 'hv01 ansible_user=alice\n',
    'site.yaml': JSON.stringify(playbook),
    [name]: '- sysctl: { name: net.ipv4.ip_forward, value: 1 }\n',
  });
  const words = [`${folder}/site.yaml`, '-i', `${folder}/hosts`];
  const { code, out } = await typed(sudoers as Command, folder, ...words);
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line.startsWith('ALL'))).toEqual([]);
  expect(out).toContain('NOPASSWD: ALL #.yaml:1');
});

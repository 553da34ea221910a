import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { project, typed } from '../commands/project.ts';

/** As in Ansible, expressions have the name as it is written. */
const play = (name: string) =>
  `- hosts: all\n  ${name}tasks: [{ assert: { that: "ansible_play_name in ['Networks', 'all', 'Networks #2']" } }]\n`;

it('a second play of a name is numbered, also of another playbook and without a name', async () => {
  const folder = project({
    hosts: 'hv01 ansible_connection=local\n',
    'one.yaml': [play('name: Networks\n  '), play(''), play('name: Networks\n  ')].join(''),
    'two.yaml': [play('name: Networks\n  '), play(''), play('name: "Networks #2"\n  ')].join(''),
  });
  const files = ['one.yaml', 'two.yaml'].map((name) => join(folder, name));
  const { out } = await typed(run, folder, ...files, '-i', join(folder, 'hosts'), '--format', 'json');
  const { tasks } = JSON.parse(out) as { tasks: { play: string; status: string }[] };
  const names = ['Networks', 'all', 'Networks #2', 'Networks #3', 'all #2', 'Networks #2 #2'];
  expect(tasks.map((task) => [task.play, task.status])).toEqual(names.map((name) => [name, 'ok']));
});

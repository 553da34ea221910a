import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from '../project.ts';

const RENDER = '- hosts: a\n  tasks:\n    - render: { template: x.conf.hbs }\n';

it('a template beside the playbook wins over the shipped one', () => {
  const files = { 'templates/x.conf.hbs': 'own', 'shipped/x.conf.hbs': 'shipped' };
  const templateFolders = ['nowhere', 'shipped'];
  expect(desired(tasksOf(RENDER, 'a', { files, templateFolders }))).toEqual([{ text: 'own' }]);
  const { 'shipped/x.conf.hbs': x } = files;
  const alone = { files: { 'shipped/x.conf.hbs': x }, templateFolders };
  expect(desired(tasksOf(RENDER, 'a', alone))).toEqual([{ text: 'shipped' }]);
});

it('what the module gives the template wins over the variables of the host', () => {
  const files = { 'templates/x.conf.hbs': '{{inventory_hostname}} {{more}}' };
  const text = RENDER.replace('a\n', 'a\n  vars: { more: 2 }\n');
  expect(desired(tasksOf(text, 'a', { files }))).toEqual([{ text: 'a 1' }]);
});

it('a template that is not there is a problem where it is named', () => {
  expect(brief(resolved(RENDER).problems)).toEqual(['missing-file 3:27']);
});

it('what is wrong in a template is shown in the template', () => {
  const files = { 'templates/x.conf.hbs': 'mtu {{ mtuu }}\n' };
  const { problems } = resolved(RENDER.replace('a\n', 'a\n  vars: { mtu: 1 }\n'), { files });
  expect(brief(problems)).toEqual(['undefined-variable 1:8 Did you mean `mtu`?']);
  expect(problems[0]?.place?.file).toMatch(/templates\/x\.conf\.hbs$/);
});

it('beside the template, the tasks that use it are named', () => {
  const files = { 'templates/x.conf.hbs': '\n{{ mtuu }}', 'templates/y.conf.hbs': '{{#if' };
  const task = '    - render: { template: x.conf.hbs }\n';
  const text = `- hosts: all\n  tasks:\n${task}${task}${task.replace('x', 'y')}`;
  const { problems } = resolved(text, { files });
  const uses = problems.map(({ place, usedAt = [] }) => [
    place?.line,
    ...usedAt.map(({ file, line, column }) => `${file.split('/').at(-1)}:${line}:${column}`),
  ]);
  expect(uses).toEqual([
    [2, 'play.yaml:3:27', 'play.yaml:4:27'],
    [1, 'play.yaml:5:27'],
  ]);
});

it('complaints of a module stand at the argument', () => {
  const files = { 'templates/x.conf.hbs': '' };
  const text = '- hosts: all\n  tasks:\n    - render: { template: x.conf.hbs, refuse: true }\n';
  const { problems } = resolved(text, { files });
  expect(brief(problems)).toEqual(['refused 3:47']);
  expect(problems[0]).not.toHaveProperty('hosts');
});

it('what is alike for all hosts is made once', () => {
  const files = { 'templates/x.conf.hbs': '{{more}}' };
  const { plays } = resolved('- hosts: all\n  tasks:\n    - render: { template: x.conf.hbs }\n', { files });
  const [first, second] = [...(plays[0]?.hosts.values() ?? [])].flatMap(({ tasks }) => tasks);
  if (first?.kind !== 'task' || second?.kind !== 'task') throw new Error('no tasks');
  expect(first.desired).toEqual({ text: '1' });
  expect(second.desired).toBe(first.desired);
});

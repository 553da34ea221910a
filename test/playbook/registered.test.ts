import { expect, it } from 'vitest';
import type { HostTask, PendingTask } from '../../src/playbook/resolve/resolved-play.ts';
import { leavesOf } from '../../src/playbook/task-tree.ts';
import { problemsOf } from '../template/problems.ts';
import { desired, resolved, tasksOf } from './project.ts';
import { said } from './said.ts';

function pending(task: HostTask | undefined): PendingTask {
  if (task?.kind !== 'pending') throw new Error(`${task?.kind} instead of pending`);
  return task;
}

const LATER = (task: string) => `
- hosts: a
  vars: { indirect: "{{ x.stdout }}" }
  tasks:
    - say: first
      register: x
    - ${task}
`;

it('a task waits for what it uses of earlier tasks, however indirectly', () => {
  const [, task] = tasksOf(LATER('say: "{{ indirect }}"'));
  expect(pending(task).needs).toEqual(['x']);
  expect(desired(pending(task).settle({ x: { stdout: 'now' } }))).toEqual(['now']);
});

it('conditions, loops and templates wait too', () => {
  const [, condition] = tasksOf(LATER('{ say: yes, when: x.changed }'));
  expect(desired(pending(condition).settle({ x: { changed: false } }))).toEqual([
    'skipped: the condition is false: x.changed',
  ]);
  const [, loop] = tasksOf(LATER('{ say: "{{ item }}", loop: "{{ x.lines }}" }'));
  expect(desired(pending(loop).settle({ x: { lines: ['1', '2'] } }))).toEqual(['1', '2']);
  const files = { 'templates/x.conf.hbs': '{{indirect}} {{more}}' };
  const [, template] = tasksOf(LATER('render: { template: x.conf.hbs }'), 'a', { files });
  expect(desired(pending(template).settle({ x: { stdout: 'now' } }))).toEqual([{ text: 'now 1' }]);
});

it('a condition that is false anyway waits for nothing', () => {
  const [, task] = tasksOf(LATER('{ say: yes, when: [1 > 2, x.changed] }'));
  expect(desired(task ? [task] : [])).toEqual(['skipped: the condition is false: 1 > 2']);
});

it('what a host said is data: neither expression nor shell', () => {
  const said = '{{ inventory_hostname }} $(reboot)';
  const [, task] = tasksOf(LATER('say: "{{ indirect }}!"'));
  expect(desired(pending(task).settle({ x: { stdout: said } }))).toEqual([`${said}!`]);
  const [, loop] = tasksOf(LATER('{ say: "{{ item }}", loop: "{{ x.lines }}" }'));
  expect(desired(pending(loop).settle({ x: { lines: [said] } }))).toEqual([said]);
});

it('a task of its own variables does not hide what is registered; -e does', () => {
  const [, task] = tasksOf(LATER('{ say: "{{ x.stdout }}", vars: { x: { stdout: mine } } }'));
  expect(desired(pending(task).settle({ x: { stdout: 'now' } }))).toEqual(['now']);
  const extraVars = { x: { value: { stdout: 'extra' } } };
  expect(desired(tasksOf(LATER('say: "{{ x.stdout }}"'), 'a', { extraVars }))).toEqual(['first', 'extra']);
});

it('names reach later plays of the same host, and wrong values are problems then', () => {
  const text = `${LATER('say: x')}\n- hosts: a\n  tasks: [{ link: { name: br0, mtu: "{{ x.mtu }}" } }]\n`;
  const task = pending(tasksOf(text, 'a', {}, 1)[0]);
  expect(
    problemsOf(() => task.settle({ x: { mtu: 'big' } })).map(({ code, detail }) => [code, detail]),
  ).toEqual([['invalid-argument', '`mtu` is `big`; expected a whole number of at least 68.']]);
});

it('a doubtful condition that waits for a result is a warning once the host has answered', () => {
  const { plays, warnings, lateWarnings } = resolved(LATER('{ say: yes, when: x.stdout }'));
  const [, task] = leavesOf(plays[0]?.hosts.get('a')?.tasks ?? []);
  expect([warnings, lateWarnings()]).toEqual([[], []]);
  pending(task).settle({ x: { stdout: 'text' } });
  expect(lateWarnings()).toMatchObject([{ code: 'not-a-condition', place: { line: 7 } }]);
});

it('a name that is computed may get what a host answers', async () => {
  const play = `- hosts: a
  tasks:
    - act: ask
      register: x
    - set_fact: { "state_{{ item }}": "{{ x.said }} {{ item }}" }
      loop: [one, two]
    - say: "{{ lookup('vars', 'state_' ~ 'one') }}, {{ state_two }}"
`;
  expect(await said(play, { x: { said: 'is' } })).toEqual(['is one, is two']);
});

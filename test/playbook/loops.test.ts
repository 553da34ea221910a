import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';

const names = (text: string) => tasksOf(text).map((task) => ('name' in task ? task.name : task.kind));

it('a task is there once for each item, which keeps its type', () => {
  const text = `
- hosts: a
  vars: { mtus: [1500, 9000] }
  tasks:
    - name: link
      link: { name: "br{{ n }}", mtu: "{{ item }}" }
      loop: "{{ mtus }}"
      loop_control: { index_var: n }
`;
  expect(names(text)).toEqual(['link (item=1500)', 'link (item=9000)']);
  expect(desired(tasksOf(text))).toEqual([
    { name: 'br0', mtu: 1500, state: 'present' },
    { name: 'br1', mtu: 9000, state: 'present' },
  ]);
});

it('an item has the label and the name that the loop gives it', () => {
  expect(
    names(`
- hosts: a
  tasks:
    - say: "{{ guest.name }}"
      loop: [{ name: vm1 }, { name: "vm{{ 1 + 1 }}" }]
      loop_control: { loop_var: guest, label: "{{ guest.name }}" }
`),
  ).toEqual(['say (item=vm1)', 'say (item=vm2)']);
});

it('conditions see the item; one without it decides before the list is asked for', () => {
  const text = `
- hosts: a
  tasks:
    - say: "{{ item }}"
      loop: [1, 2]
      when: item > 1
    - say: "{{ item }}"
      loop: "{{ nowhere }}"
      when: [defined(nowhere), item > 1]
`;
  expect(desired(tasksOf(text))).toEqual([
    'skipped: the condition is false: item > 1',
    2,
    'skipped: the condition is false: defined(nowhere)',
  ]);
});

it('what a loop goes through must be a list', () => {
  const { problems } = resolved(`
- hosts: a
  tasks:
    - say: x
      loop: "{{ inventory_hostname }}"
    - say: x
      loop: names
`);
  expect(brief(problems)).toEqual([
    'invalid-key 7:13 Write it as an expression: loop: "{{ names }}".',
    'not-a-list 5:13',
  ]);
});

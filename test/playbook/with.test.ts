import { expect, it } from 'vitest';
import { brief, desired, resolved, tasksOf } from './project.ts';

const play = (task: string) => `- hosts: a\n  tasks:\n    - ${task}\n`;
const FILES = { 'files/parts/b.sh': 'b', 'files/parts/a.sh': 'a\n', 'templates/x.hbs': '' };

/** Each item as `say: "{{ … }}"` shows it, as Ansible 2.14 has it. */
it.each([
  ['with_items: [1, [2, [3]], "x"]', [1, 2, [3], 'x']],
  ['with_list: [1, [2]]', [1, [2]]],
  ['with_flattened: [1, [2, [3]]]', [1, 2, 3]],
  [
    'with_indexed_items: [a, b]',
    [
      [0, 'a'],
      [1, 'b'],
    ],
  ],
  [
    'with_dict: { a: 1, b: 2 }',
    [
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ],
  ],
  [
    'with_together: [[1, 2, 3], [a, b]]',
    [
      [1, 'a'],
      [2, 'b'],
      [3, null],
    ],
  ],
  [
    'with_nested: [[1, 2], [a, b]]',
    [
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ],
  ],
  [
    'with_cartesian: [[1], [a], [x, y]]',
    [
      [1, 'a', 'x'],
      [1, 'a', 'y'],
    ],
  ],
  ['with_sequence: start=4 end=8 stride=2 format=vm%02d', ['vm04', 'vm06', 'vm08']],
  ['with_sequence: count=3', ['1', '2', '3']],
  ['with_sequence: 5-3/-1', ['5', '4', '3']],
  ['with_sequence: start=0 end=0x10 stride=8 format=%x', ['0', '8', '10']],
  ['with_file: [parts/a.sh]', ['a']],
  [
    'with_first_found: [{ files: [none, a.sh], paths: [parts] }]',
    [expect.stringMatching(/files\/parts\/a\.sh$/)],
  ],
  ['with_fileglob: ["parts/*.sh"]', [expect.stringMatching(/a\.sh$/), expect.stringMatching(/b\.sh$/)]],
  [
    'with_subelements: [[{ n: 1, l: [a, b] }, { n: 2 }], l, { skip_missing: true }]',
    [
      [{ n: 1, l: ['a', 'b'] }, 'a'],
      [{ n: 1, l: ['a', 'b'] }, 'b'],
    ],
  ],
])('%s', (loop, items) => {
  const tasks = tasksOf(play(`{ set_fact: { x: "{{ item }}" }, ${loop} }`), 'a', { files: FILES });
  expect(desired(tasks)).toMatchObject(items.map((x) => ({ x })));
});

it.each([
  ['with_itmes: [1]', 'unknown-lookup 3:52 Did you mean `with_items`?'],
  ['with_lines: [ls]', 'refused-lookup 3:52'],
  ['with_dict: [1]', 'not-a-map 3:51'],
  ['with_sequence: strat=1', 'bad-sequence 3:55'],
  ['with_first_found: [none]', 'missing-file 3:58'],
])('%s is refused', (loop, expected) => {
  const { problems } = resolved(play(`{ set_fact: { x: "{{ item }}" }, ${loop} }`));
  expect(brief(problems).join()).toContain(expected);
});

it('loop_control names items, counts them and says where the loop is', () => {
  const control =
    'loop_control: { loop_var: one, index_var: at, label: "{{ one }}!", pause: 2, extended: true }';
  const task = `{ set_fact: { x: "{{ one }} {{ at }} {{ ansible_loop.index }} {{ ansible_loop.last }}" }, loop: [a, b], ${control} }`;
  expect(tasksOf(play(task))).toMatchObject([
    { name: 'set_fact (item=a!)', desired: { x: 'a 0 1 False' } },
    { name: 'set_fact (item=b!)', desired: { x: 'b 1 2 True' }, pause: 2 },
  ]);
});

import { expect, it } from 'vitest';
import { said } from './said.ts';

const play = (tasks: string) => `- hosts: a\n  tasks:\n${tasks}`;
const FIRST = '    - { say: first, register: r }\n';
const REST = `    - { say: "{{ string(q.results.size()) }} ran", when: defined(q.results) }
    - { say: "it changed", when: q.changed }
    - { say: "it did not", when: "!q.changed" }
`;
const UNKNOWN = 'skipped: only a real run tells what q will be';

it('what a task registers that only a real run lets run is not known', async () => {
  const tasks = `${FIRST}    - { say: second, when: r.changed, register: q }\n${REST}`;
  const found = await said(play(tasks), { r: 'unknown' });
  expect(found).toEqual([
    'first',
    'skipped: only a real run tells what r will be',
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
  ]);
});

it('items that are skipped are among the results, as with Ansible', async () => {
  const loop = (when: string) =>
    `${FIRST}    - { say: "{{ item }}", loop: [a, b, c], when: [r.changed, ${when}], register: q }
    - { say: "{{ q.results | map(attribute='item') | join }} {{ q.results | selectattr('skipped', 'defined') | length }} left out" }
${REST}`;
  const spoken = async (when: string) =>
    (await said(play(loop(when)))).filter((one) => !String(one).startsWith('skipped'));
  expect(await spoken('item != "b"')).toEqual(['first', 'a', 'c', 'abc 1 left out', '3 ran', 'it changed']);
  expect(await spoken('item == "c"')).toEqual(['first', 'c', 'abc 2 left out', '3 ran', 'it changed']);
  expect(await spoken('item == "d"')).toEqual(['first', 'abc 3 left out', '3 ran', 'it did not']);
});

it('a loop that goes through nothing has no results', async () => {
  const tasks = `    - { say: "{{ item }}", loop: [], register: q }
    - { say: "{{ q.results | length }} {{ q is skipped }}" }
`;
  expect((await said(play(tasks))).at(-1)).toBe('0 True');
});

it('a condition that is false without an item skips each item', async () => {
  const tasks = `    - { say: "{{ item }}", loop: [a, b], when: false, register: q }
    - { say: "{{ q.results | length }} {{ q is skipped }}" }
    - { say: "{{ item }}", loop: "{{ nobody_has_this }}", when: nobody_has_this is defined }
`;
  expect((await said(play(tasks))).map((one) => String(one).split(':')[0])).toEqual([
    'skipped',
    'skipped',
    '2 True',
    'skipped',
  ]);
});

it('the results of a loop are not known when those of one item are not', async () => {
  const tasks = `${FIRST}    - { say: "{{ item == 'b' ? string(r.changed) : item }}", loop: [a, b, c], register: q }\n${REST}`;
  const found = await said(play(tasks), { r: 'unknown' });
  expect(found.slice(-3)).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
  expect(found).toContain('first');
});

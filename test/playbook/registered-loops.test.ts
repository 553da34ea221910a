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

it('items that are skipped once something is known leave the results of the others', async () => {
  const loop = (when: string) =>
    `${FIRST}    - { say: "{{ item }}", loop: [a, b, c], when: [r.changed, ${when}], register: q }\n${REST}`;
  const spoken = async (when: string) =>
    (await said(play(loop(when)))).filter((one) => !String(one).startsWith('skipped'));
  expect(await spoken('item != "b"')).toEqual(['first', 'a', 'c', '2 ran', 'it changed']);
  expect(await spoken('item == "a"')).toEqual(['first', 'a', '1 ran', 'it changed']);
  expect(await spoken('item == "c"')).toEqual(['first', 'c', '1 ran', 'it changed']);
  expect(await spoken('item == "d"')).toEqual(['first', 'it did not']);
});

it('the results of a loop are not known when those of one item are not', async () => {
  const tasks = `${FIRST}    - { say: "{{ item == 'b' ? string(r.changed) : item }}", loop: [a, b, c], register: q }\n${REST}`;
  const found = await said(play(tasks), { r: 'unknown' });
  expect(found.slice(-3)).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
  expect(found).toContain('first');
});

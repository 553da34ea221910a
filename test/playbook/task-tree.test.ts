import { expect, it } from 'vitest';
import { type Block, leavesOf, mapTree, type Tree } from '../../src/playbook/task-tree.ts';

interface Named {
  kind: 'task';
  name: string;
}

const leaf = (name: string): Named => ({ kind: 'task', name });
const block = (more: Partial<Block<Named>>): Block<Named> => ({
  kind: 'block',
  name: '',
  tasks: [],
  rescue: [],
  always: [],
  ...more,
});
const TREE: Tree<Named>[] = [
  leaf('a'),
  block({ tasks: [leaf('b'), block({ tasks: [leaf('c')] })], rescue: [leaf('d')], always: [leaf('e')] }),
  leaf('f'),
];

it('tasks come in the order in which they are written', () => {
  expect(leavesOf(TREE).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('a tree keeps its blocks when its tasks are replaced, but for those of which nothing is left', () => {
  const changed = mapTree(TREE, (task) => (task.name === 'c' ? [] : [leaf(`${task.name}1`), leaf('x')]));
  expect(
    leavesOf(changed)
      .map(({ name }) => name)
      .join(' '),
  ).toBe('a1 x b1 x d1 x e1 x f1 x');
  expect(changed.map(({ kind }) => kind)).toEqual(['task', 'task', 'block', 'task', 'task']);
  expect(changed[2]).toMatchObject({
    tasks: [{ name: 'b1' }, { name: 'x' }],
    rescue: [{}, {}],
    always: [{}, {}],
  });
});

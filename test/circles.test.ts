import { expect, test } from 'vitest';
import { circlesOf } from './circles.ts';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

test('a circle is found, and what only leads into it is not of it', () => {
  expect(circlesOf(graph({ a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['a'] }))).toEqual([['a', 'b', 'c']]);
  expect(circlesOf(graph({ a: ['b'], b: ['a'], c: ['d', 'a'], d: ['c'] }))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('a graph without a circle has none, however its ways meet', () => {
  expect(circlesOf(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
});

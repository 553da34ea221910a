import { expect, test } from 'vitest';
import { type TaskBlock, TaskQueue } from '../../src/report/task-queue.ts';
import { outcome } from './outcomes.ts';

function names(blocks: readonly TaskBlock[]): string[] {
  return blocks.map(({ task, outcomes }) => `${task} ${outcomes.map(({ host }) => host).join(' ')}`);
}

test('a task is let go when its last host has ended it, in the order of the play', () => {
  const queue = new TaskQueue(() => ['a', 'b']);
  const add = (host: string, task: string) => names(queue.add(outcome(host, { task })));
  expect(add('a', '1')).toEqual([]);
  expect(add('a', '2')).toEqual([]);
  expect(add('b', '1')).toEqual(['1 a b']);
  expect(add('b', '2')).toEqual(['2 a b']);
  expect(names(queue.rest())).toEqual([]);
});

test('a host that has ended or gone past a task is not waited for', () => {
  const queue = new TaskQueue(() => ['a', 'b', 'c']);
  queue.add(outcome('a', { task: '1' }));
  queue.add(outcome('b', { task: '1', status: 'failed' }));
  queue.add(outcome('a', { task: '2' }));
  expect(names(queue.add(outcome('c', { task: '2' })))).toEqual(['1 a b']);
  expect(names(queue.ended('b'))).toEqual(['2 a c']);
});

test('a host that fails may go on: handlers that are forced stand together', () => {
  const queue = new TaskQueue(() => ['a', 'b']);
  const add = (host: string, task: string) => names(queue.add(outcome(host, { task, status: 'failed' })));
  expect(['a', 'b'].map((host) => add(host, '1'))).toEqual([[], ['1 a b']]);
  expect(['a', 'b'].map((host) => add(host, 'handler'))).toEqual([[], ['handler a b']]);
});

test('tasks of the same name are told apart, and one that a host never reaches is in the rest', () => {
  const queue = new TaskQueue(() => ['a', 'b']);
  queue.add(outcome('a', { task: 'same' }));
  queue.add(outcome('a', { task: 'same' }));
  expect(names(queue.add(outcome('b', { task: 'same' })))).toEqual(['same a b']);
  expect(names(queue.rest())).toEqual(['same a']);
});

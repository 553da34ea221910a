import { expect, it } from 'vitest';
import { performInChild } from '../../../src/commands/controllers/child.ts';
import type { Given } from '../../../src/controllers/performed.ts';
import { listening } from '../project.ts';

const GIVEN: Given = { file: 'schedule.yaml', name: 'c', kind: 'drift', hosts: ['a'], history: 'x' };

/** How a job ends that is done by a script of the shell. */
function done(script: string, signal = new AbortController().signal) {
  const { io } = listening({ folder: '/', program: ['/bin/sh', '-c', script] });
  return performInChild(GIVEN, signal, io);
}

it('a process gets its job on stdin and answers with its result', async () => {
  expect(
    await done('read -r job; echo "{\\"exitCode\\": 2, \\"hosts\\": {\\"a\\": \\"differs\\"}}"'),
  ).toEqual({
    exitCode: 2,
    hosts: { a: 'differs' },
  });
  expect(await done('cat >&2 & wait; exit 3')).toEqual({ failure: 'its process ended with 3' });
});

it.each([
  ['echo a bug >&2; exit 70', 'a bug'],
  ['exit 0', 'its process answered what is no result: '],
  ['echo "{}"', 'its process answered what is no result: {}'],
])('a worker outlives a process that does not: %s', async (script, failure) => {
  expect(await done(script)).toEqual({ failure });
});

it('a worker outlives a program that is not there', async () => {
  const { io } = listening({ folder: '/', program: ['/no/virtfleet'] });
  const ended = await performInChild(GIVEN, new AbortController().signal, io);
  expect(ended).toEqual({ failure: 'spawn /no/virtfleet ENOENT' });
});

it('a process whose stdin ends was stopped, whatever it answers', async () => {
  const stop = new AbortController();
  const ended = done('read -r job; cat', stop.signal);
  stop.abort();
  expect(await ended).toBe('stopped');
});

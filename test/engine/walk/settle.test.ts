import { expect, it } from 'vitest';
import { Registered } from '../../../src/engine/walk/registered.ts';
import { settle } from '../../../src/engine/walk/settle.ts';
import { stops } from '../../../src/plan/outcome.ts';
import type { Peers } from '../../../src/playbook/peers/peers.ts';
import { leavesOf } from '../../../src/playbook/task-tree.ts';
import { tasksOf } from '../../playbook/project.ts';

/** What the second task comes to, and what is registered of it, once the first has said something. */
function second(task: string) {
  const tasks = tasksOf(`
- hosts: a
  tasks:
    - { say: first, register: x }
    - ${task}
`);
  const [, waiting] = leavesOf(tasks);
  if (waiting?.kind !== 'pending') throw new Error(`${waiting?.kind} instead of pending`);
  const registered = new Registered();
  registered.set({ x: { stdout: 'said' } });
  const came = settle(waiting, registered, 'a', {} as Peers);
  if (!('outcome' in came)) throw new Error('nothing is wrong with it');
  return { ...came, stops: stops(came.outcome), kept: registered.has('y') ? registered.get('y') : undefined };
}

it('what is wrong with an answer fails the task that uses it, and is registered', () => {
  const { outcome, stops: ends, kept } = second('{ say: "{{ x.nothing }}", register: y }');
  expect(outcome.status).toBe('failed');
  expect(ends).toBe(true);
  expect(kept).toMatchObject({ value: { failed: true, msg: expect.stringContaining('nothing') } });
});

it('ignore_errors counts for it, too', () => {
  const { outcome, stops: ends } = second('{ say: hi, when: x.nothing, ignore_errors: yes }');
  expect(outcome).toMatchObject({ status: 'failed', ignored: true });
  expect(ends).toBe(false);
});

import { describe, expect, it } from 'vitest';
import type { HostTask } from '../../../src/playbook/resolve/resolved-play.ts';
import { brief, desired, resolved, tasksOf } from '../project.ts';

const PLAY = `
- hosts: a
  tasks:
    - { name: "the {{ item }}", own: {}, loop: [1, 2] }
    - own: {}
`;

describe('a task', () => {
  it('has one id for all items of its loop, and one of its own', () => {
    const play = `${PLAY}    - own: { name: "{{ inventory_hostname }}" }\n    - { name: own, own: {}, tags: x }\n`;
    const ids = desired(tasksOf(play)).map((one) => (one as { task: string }).task);
    expect(ids).toEqual(['the {{ item }}', 'the {{ item }}', 'own', 'own #2', 'own #3']);
    expect(desired(tasksOf(play, 'a', { tags: ['x'] }))).toMatchObject([{ task: 'own #3' }]);
  });

  it('belongs to the project that a variable names, or to that of its folder', () => {
    const play = '- hosts: web\n  tasks: [own: {}]';
    const files = { 'host_vars/a': 'virtfleet_project: "team {{ 1 + 1 }}"' };
    expect(desired(tasksOf(play, 'a', { files }))).toMatchObject([{ project: 'team 2' }]);
    expect(desired(tasksOf(play, 'b', { files }))).toMatchObject([
      { project: expect.stringMatching(/^virtfleet-/) },
    ]);
    const { problems } = resolved(play, { files: { 'host_vars/a': 'virtfleet_project: [1]' } });
    expect(brief(problems)).toEqual(['project-name 1:3']);
  });
});

describe('the tasks of a module on a host', () => {
  it('are seen together, in all plays', () => {
    const both = `${PLAY}- hosts: all\n  tasks: [own: {}]`;
    const { plays } = resolved(both);
    const of = (host: string) => plays.map((play) => desired(play.hosts.get(host)?.tasks ?? []));
    expect(of('a')).toMatchObject([[{ all: 4 }, { all: 4 }, { all: 4 }], [{ all: 4, isWhole: true }]]);
    expect(of('b')).toMatchObject([[], [{ all: 1, isWhole: true }]]);
  });

  it('are not all there while one waits', () => {
    const waiting = `${PLAY}    - { say: x, register: x }\n    - { own: { name: "{{ x.msg }}" }, loop: [1, 2] }\n`;
    const tasks = tasksOf(waiting);
    expect(desired(tasks).slice(0, 3)).toMatchObject(Array(3).fill({ all: 3, isWhole: false }));
    const settled = tasks.filter((task) => task.kind === 'pending').map(settle);
    expect(settled).toMatchObject([[{ isWhole: false }], [{ isWhole: false }]]);
  });
});

function settle(task: HostTask & { kind: 'pending' }): unknown[] {
  return desired(task.settle({ x: { msg: 'now' } }));
}

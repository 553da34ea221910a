import { expect, it } from 'vitest';
import { MODULES } from '../../src/modules/index.ts';
import { brief, resolved } from './project.ts';

/** What is wrong and what is doubtful in a play of one task for two hosts. */
function found(task: string, more = '') {
  const hosts = 'a kind=deb\nb kind=red\n';
  const play = `- hosts: all\n  gather_facts: false\n  tasks:\n${more}    - ${task}\n`;
  const { problems, warnings } = resolved(play, { hosts, modules: MODULES });
  const of = (list: typeof problems) => brief(list).map((text, index) => [text, list[index]?.hosts ?? 'all']);
  return { problems: of(problems), warnings: of(warnings) };
}

const GIT = expect.stringContaining('unknown-module 4:7 Write a command');

it('a module of Ansible that is not here is refused on the hosts that get to it', () => {
  expect(found('git: { repo: x }')).toEqual({ problems: [[GIT, 'all']], warnings: [] });
  expect(found("{ git: { repo: x }, when: kind == 'red' }").problems).toEqual([
    [expect.stringContaining('unknown-module 4:9'), ['b']],
  ]);
  expect(found('{ git: { repo: x }, when: false }')).toEqual({ problems: [], warnings: [] });
  expect(found('{ git: "{{ item }}", loop: [] }')).toEqual({ problems: [], warnings: [] });
});

it('where a condition waits for the host it is a warning', () => {
  const asked = '    - { command: id, register: id, changed_when: false }\n';
  expect(found('{ git: { repo: x }, when: id.rc == 0 }', asked)).toEqual({
    problems: [],
    warnings: [[expect.stringContaining('unknown-module 5:9 Write a command'), 'all']],
  });
});

it('a name that nobody knows is refused whatever its condition is', () => {
  expect(found('{ gti: { repo: x }, when: false }').problems).toEqual([
    [expect.stringContaining('unknown-module 4:9'), 'all'],
  ]);
});

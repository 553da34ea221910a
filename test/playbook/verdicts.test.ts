import { expect, it } from 'vitest';
import type { HostTask, Verdict } from '../../src/playbook/resolve/resolved-play.ts';
import { problemsOf } from '../template/problems.ts';
import { brief, resolved, tasksOf } from './project.ts';

const task = (keys: string, module = 'act: x') =>
  `- hosts: a\n  vars: { codes: [0, 2] }\n  tasks:\n    - { ${module}, register: out, ${keys} }\n`;

function verdictsOf(text: string): { changed: Verdict | undefined; failed: Verdict | undefined } {
  const [first]: readonly HostTask[] = tasksOf(text);
  if (first?.kind !== 'task') throw new Error(`${first?.kind} instead of a task`);
  return { changed: first.changedWhen, failed: first.failedWhen };
}

it('without them the module has the word', () => {
  expect(verdictsOf(task('when: true'))).toEqual({ changed: undefined, failed: undefined });
});

it.each<[string, boolean]>([
  ['false', false],
  ['true', true],
  ['2 in codes', true],
  ['[2 in codes, 3 in codes]', false],
])('changed_when: %s is decided beforehand', (written, expected) => {
  expect(verdictsOf(task(`changed_when: ${written}`)).changed).toBe(expected);
});

it('what asks for the result is decided by it, all expressions together', () => {
  const keys = 'changed_when: ["out.rc in codes", "size(out.stdout) > 0"], failed_when: out.rc > 1';
  const { changed, failed } = verdictsOf(task(keys));
  if (typeof changed !== 'function' || typeof failed !== 'function') throw new Error('decided too early');
  expect(changed({ rc: 2, stdout: 'x' })).toBe(true);
  expect(changed({ rc: 2, stdout: '' })).toBe(false);
  expect(changed({ rc: 1, stdout: 'x' })).toBe(false);
  expect([failed({ rc: 2 }), failed({ rc: 1 })]).toEqual([true, false]);
  expect(problemsOf(() => failed({ rc: 'two' })).length).toBe(1);
});

it.each([
  [
    'a name that is not there',
    task('changed_when: ot.rc == 2'),
    'undefined-variable 4:46 Did you mean `out`?',
  ],
  ['braces', task("failed_when: '{{ out.rc }} > 1'"), 'unreadable-expression 4:46 Write it without `{{ }}`.'],
])('%s is found before a host is contacted', (_case, text, expected) => {
  const [line, ...more] = brief(resolved(text).problems);
  expect([line, more]).toEqual([expect.stringContaining(expected), []]);
});

it('a value that is no condition counts as in Ansible, with a warning', () => {
  const { problems, warnings } = resolved(task('changed_when: size(codes)'));
  expect([problems, brief(warnings)]).toEqual([
    [],
    [expect.stringContaining('not-a-condition 4:46 Compare it')],
  ]);
});

it('a module that knows what it did takes both', () => {
  const text = task('changed_when: false, failed_when: false', 'say: x');
  expect(brief(resolved(text).problems)).toEqual([]);
});

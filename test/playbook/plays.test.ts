import { expect, it } from 'vitest';
import { batches } from '../../src/playbook/peers/batches.ts';
import { isChosen } from '../../src/playbook/tags.ts';
import { brief, desired, resolved, tasksOf } from './project.ts';

it('serial cuts batches: numbers, percentages, lists whose last size repeats', () => {
  const hosts = ['a', 'b', 'c', 'd', 'e'];
  const sizes = (...serial: (number | string)[]) => batches(hosts, serial).map((batch) => batch.length);
  expect(sizes()).toEqual([5]);
  expect(sizes(2)).toEqual([2, 2, 1]);
  expect(sizes('50%')).toEqual([2, 2, 1]);
  expect(sizes('1%')).toEqual([1, 1, 1, 1, 1]);
  expect(sizes(1, '60%')).toEqual([1, 3, 1]);
  expect(sizes('100')).toEqual([5]);
});

it.each([
  // tags of the task, --tags, --skip-tags, runs
  [[], [], [], true],
  [['x'], [], [], true],
  [['x'], ['x'], [], true],
  [['x'], ['y'], [], false],
  [[], ['y'], [], false],
  [['always'], ['y'], [], true],
  [['always'], ['y'], ['always'], false],
  [['never'], [], [], false],
  [['never', 'x'], ['x'], [], true],
  [['never', 'x'], ['all'], [], false],
  [['x'], ['tagged'], [], true],
  [[], ['tagged'], [], false],
  [[], ['untagged'], [], true],
  [['x'], [], ['x'], false],
  [['x'], ['x'], ['x'], false],
  [['x'], [], ['tagged'], false],
  [[], [], ['untagged'], false],
  [['always'], [], ['all'], true],
])('tags %j with --tags %j --skip-tags %j: %s', (own, tags, skipTags, runs) => {
  expect(isChosen(own, { tags, skipTags })).toBe(runs);
});

it('a task has the tags of its play; what is left out is not there at all', () => {
  const text = `
- hosts: a
  tags: net
  tasks:
    - say: 1
      tags: x, y
    - say: 2
      tags: [never, z]
`;
  const chosen = (...tags: string[]) => desired(tasksOf(text, 'a', { tags }));
  expect(chosen()).toEqual([1]);
  expect(chosen('net')).toEqual([1, 2]);
  expect(chosen('y')).toEqual([1]);
  expect(chosen('z')).toEqual([2]);
  expect(brief(resolved(text, { tags: ['zz'] }).warnings)).toEqual([
    'unknown-tag undefined:undefined Did you mean `z`?',
  ]);
});

it('a limit leaves hosts out, and plays that have none left', () => {
  const text = '- { hosts: web, tasks: [] }\n- { name: rest, hosts: c, tasks: [] }\n';
  const { plays, warnings, problems } = resolved(text, { limit: 'c' });
  expect(plays.map(({ name, batches }) => [name, batches])).toEqual([['rest', [['c']]]]);
  expect(warnings.map(({ code, place }) => [code, place?.line])).toEqual([['play-without-hosts', 1]]);
  expect(problems).toEqual([]);
  const none = resolved('- { hosts: web, tasks: [] }\n', { limit: 'c' });
  expect(none.problems.map(({ code }) => code)).toEqual(['no-hosts']);
});

it('become and consent: the task before the play before the command line, the inventory before all', () => {
  const text = `
- hosts: a
  become: true
  disruption: none
  tasks:
    - say: 1
    - say: 2
      become: false
      disruption: link
`;
  const of = (hosts: string) =>
    tasksOf(text, 'a', { hosts }).map((task) => (task.kind === 'task' ? [task.become, task.consent] : []));
  expect(of('a\n')).toEqual([
    [true, 'none'],
    [false, 'link'],
  ]);
  expect(of('a ansible_become=false\n').map(([become]) => become)).toEqual([false, false]);
  const [plain] = tasksOf('- { hosts: a, tasks: [{ say: 1 }] }', 'a', { become: true });
  expect(plain).toMatchObject({ become: true, consent: 'service' });
});

it('handlers have the names that notify them, and wait for what tasks register', () => {
  const { plays, problems } = resolved(`
- hosts: a
  tasks:
    - say: 1
      register: x
      notify: [reload, restart]
    - flush_handlers: true
  handlers:
    - name: restart
      listen: reload
      say: "{{ x.changed }}"
`);
  expect(problems).toEqual([]);
  const play = plays[0]?.hosts.get('a');
  expect(play?.tasks.map((task) => task.kind)).toEqual(['task', 'flush_handlers']);
  expect(play?.tasks[0]).toMatchObject({ notify: ['reload', 'restart'], register: 'x' });
  expect(play?.handlers[0]).toMatchObject({
    names: ['restart'],
    listen: ['reload'],
    tasks: [{ kind: 'pending', needs: ['x'], name: 'restart' }],
  });
});

it('the hosts of a play can come from -e, whatever they are', () => {
  const hostsOf = (value: unknown) => {
    const { plays, problems } = resolved('- { hosts: "{{ target }}", tasks: [] }\n', {
      extraVars: { target: { value } },
    });
    return problems.length > 0 ? problems.map(({ code }) => code) : plays[0]?.batches.flat();
  };
  expect(hostsOf('web')).toEqual(['a', 'b']);
  expect(hostsOf(['c', 'a'])).toEqual(['c', 'a']);
  expect(hostsOf(5)).toEqual(['unmatched-pattern']);
});

it('what tags leave out registers nothing, so nothing waits for it', () => {
  const text = `
- hosts: a
  tasks:
    - say: 1
      register: x
      tags: never
    - say: "{{ default(x, 'nothing') }}"
`;
  expect(desired(tasksOf(text))).toEqual(['nothing']);
  expect(desired(tasksOf(text, 'a', { tags: ['all', 'never'] }))).toEqual([1, 'pending']);
});

it('a pattern that matches no host is a warning in a play that others follow', () => {
  const play = (hosts: string) => `- hosts: ${hosts}\n  tasks: [{ say: x }]\n`;
  const first = resolved(play('nobody') + play('a'));
  expect(brief(first.problems)).toEqual([]);
  expect(first.warnings.map(({ code }) => code)).toEqual(['unmatched-pattern']);
  expect(first.plays).toHaveLength(1);
  expect(resolved(play('a') + play('nobody')).problems.map(({ code }) => code)).toEqual([
    'unmatched-pattern',
  ]);
});

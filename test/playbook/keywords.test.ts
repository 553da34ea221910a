import { expect, it } from 'vitest';
import { brief, resolved, tasksOf } from './project.ts';
import { said } from './said.ts';

const play = (tasks: string, rest = '') => `- hosts: a\n${rest}  tasks:\n${tasks}`;

it('a task takes over what stands on its play and blocks; the nearest counts', () => {
  const tasks = `    - become: no
      environment: { A: block, B: "{{ x }}" }
      ignore_errors: yes
      block:
        - { act: one, environment: { A: task } }
        - { act: two, become: "{{ x == 'v' }}", ignore_errors: no }
`;
  const rest = '  become: yes\n  vars: { x: v }\n  environment: [{ A: play, C: play }]\n';
  const found = tasksOf(play(tasks, rest));
  expect(found).toMatchObject([
    { become: false, ignoreErrors: true, environment: { A: 'task', B: 'v', C: 'play' } },
    { become: true, ignoreErrors: false, environment: { A: 'block', B: 'v', C: 'play' } },
  ]);
});

it('module_defaults fill in what a task does not say', () => {
  const rest = '  module_defaults: { link: { mtu: 9000, mode: x }, say: { a: b } }\n';
  const tasks =
    '    - link: { name: br0, mtu: 1500 }\n    - { link: { name: br1 }, module_defaults: { link: { mode: y } } }\n';
  expect(tasksOf(play(tasks, rest))).toMatchObject([
    { desired: { name: 'br0', mtu: 1500, mode: 'x' } },
    { desired: { name: 'br1', mtu: 9000, mode: 'y' } },
  ]);
});

it('until, delegate_to, check_mode, run_once and no_log come with the task', () => {
  const task =
    '{ act: x, register: r, until: r.rc == 0, retries: "{{ 2 + 3 }}", delay: 0, delegate_to: b, check_mode: yes }';
  expect(tasksOf(play(`    - ${task}\n`))).toMatchObject([
    { until: { retries: 5, delay: 0 }, delegateTo: 'b', checkOnly: true },
  ]);
  const once = '- hosts: web\n  tasks: [{ say: x, run_once: yes, no_log: yes, loop: [1] }]\n';
  const [own] = tasksOf(once, 'a');
  expect(own?.kind === 'once' && own.tasks).toMatchObject([
    { kind: 'task', noLog: true, name: 'say (item=********)' },
  ]);
  expect(tasksOf(once, 'b')).toMatchObject([{ kind: 'once', tasks: [] }]);
});

it.each([
  ['{ say: x, delegate_to: nobody }', 'unknown-host 3:'],
  ['{ say: x, become_user: libvirt }', 'invalid-key 3:30'],
  ['{ act: x, environment: { a-b: c } }', 'invalid-key 3:30'],
  ['{ say: x, no_log: [1] }', 'invalid-key 3:25'],
])('%s is refused at its place', (task, expected) => {
  expect(brief(resolved(play(`    - ${task}\n`)).problems).join()).toContain(expected);
});

it('vars_prompt takes its default or -e where nobody was asked; an answer is text', () => {
  const text = play(
    '    - say: "{{ x }} {{ y }}"\n',
    '  vars_prompt: [{ name: x, default: yes }, { name: y, prompt: Why }]\n',
  );
  expect(resolved(text).problems).toMatchObject([
    { code: 'unanswered-prompt', hint: expect.stringContaining('-e y=') },
  ]);
  const answered = resolved(text, { extraVars: { y: { value: 'answer' } } });
  expect(answered.problems).toEqual([]);
  expect(answered.plays[0]?.hosts.get('a')?.tasks).toMatchObject([{ desired: 'True answer' }]);
});

it('what vars_prompt asks and offers may have expressions, and the hosts of the play may name an answer', () => {
  const text = `- hosts: "{{ where }}"
  vars: { all: [a, b] }
  vars_prompt: [{ name: where, default: "{{ all | first }}", prompt: "One of {{ all | join(', ') }}" }]
  tasks: [{ say: "{{ where }}" }]
`;
  const { plays, problems } = resolved(text);
  expect(brief(problems)).toEqual([]);
  expect([...(plays[0]?.hosts.keys() ?? [])]).toEqual(['a']);
});

it('where no host will be contacted, what nobody has answered stays open', () => {
  const text = play('    - say: "{{ y }}"\n    - say: known\n', '  vars_prompt: [{ name: y }]\n');
  const { plays, problems } = resolved(text, { leavesOpen: true });
  expect(problems).toEqual([]);
  expect(plays[0]?.hosts.get('a')?.tasks).toMatchObject([{ kind: 'pending' }, { desired: 'known' }]);
});

it('vars_prompt that is to be made a hash is refused, with what to do', () => {
  const text = play('    - say: x\n', '  vars_prompt: [{ name: y, encrypt: sha512_crypt }]\n');
  expect(brief(resolved(text, { leavesOpen: true }).problems)).toEqual([
    "unknown-key 2:28 Hash it where it is used: {{ NAME | password_hash('sha512', salt) }}.",
  ]);
});

it('tags `always` and `never` count in roles and includes, too', async () => {
  const files = {
    'roles/r/tasks/main.yml':
      '- { say: plain }\n- { say: always, tags: always }\n- { say: never, tags: never }\n',
    'more.yml': '- { say: more, tags: x }\n- { say: other }\n',
  };
  const text = '- hosts: a\n  roles: [r]\n  tasks: [{ include_tasks: more.yml, tags: [x, never] }]\n';
  expect(await said(text, {}, files)).toEqual(['plain', 'always']);
  const chosen = resolved(text, { files, tags: ['x'] });
  const tasks = chosen.plays[0]?.hosts.get('a')?.tasks ?? [];
  expect(JSON.stringify(tasks)).toMatch(/always.*included|always.*more.yml.*"more"/);
  expect(JSON.stringify(tasks)).not.toContain('"other"');
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { project, typed } from '../commands/project.ts';

const PLAYBOOK = `- name: First
  hosts: all
  tasks:
    - name: One
      debug: { msg: one }
    - block:
        - name: Two
          debug: { msg: two }
        - name: Three
          debug: { msg: three }
- name: Second
  hosts: all
  roles: [web]
  tasks:
    - name: Two
      debug: { msg: other two }
`;
const ROLE = '- name: Serve\n  debug: { msg: serve }\n';

/** What a run says that begins there. */
async function begun(...words: string[]) {
  const folder = project({
    'site.yaml': PLAYBOOK,
    'roles/web/tasks/main.yaml': ROLE,
    hosts: 'hv01 ansible_connection=local\n',
  });
  const { code, out, err } = await typed(
    run,
    folder,
    join(folder, 'site.yaml'),
    '-i',
    join(folder, 'hosts'),
    '-v',
    ...words,
  );
  const tasks = [...out.matchAll(/^TASK \[(.*?)\]/gm)].map(([, name]) => name);
  return { code, tasks, err };
}

it.each([
  ['One', ['One', 'Two', 'Three', 'web : Serve', 'Two'], undefined],
  ['Two', ['Two', 'Three', 'web : Serve', 'Two'], 'One task before it is not started'],
  ['T*', ['Two', 'Three', 'web : Serve', 'Two'], 'One task before it is not started'],
  ['Th?ee', ['Three', 'web : Serve', 'Two'], '2 tasks before it are not started'],
  ['Serve', ['web : Serve', 'Two'], '3 tasks before it are not started'],
  ['web : Serve', ['web : Serve', 'Two'], '3 tasks before it are not started'],
])('a run begins at %s', async (name, tasks, told) => {
  const ended = await begun('--start-at-task', name);
  expect(ended).toMatchObject({ code: 0, tasks });
  if (told === undefined) expect(ended.err).not.toContain('not started');
  else expect(ended.err).toContain(told);
});

it('a name that no task has is refused, with one that may be meant', async () => {
  const { code, tasks, err } = await begun('--start-at-task', 'Thre');
  expect([code, tasks]).toEqual([1, []]);
  expect(err).toContain('No task has the name `Thre`.');
  expect(err).toContain('Did you mean `Three`?');
});

import { expect, it } from 'vitest';
import { desired, resolved, tasksOf } from '../project.ts';

const play = '- hosts: a\n  tasks:\n    - render: { template: a.conf.hbs }\n';

it('a template knows its own path', () => {
  const [made] = desired(
    tasksOf(play, 'a', { files: { 'templates/a.conf.hbs': '{{template_path}}' }, templateFolders: [] }),
  );
  expect(made).toMatchObject({ text: expect.stringMatching(/\/templates\/a\.conf\.hbs$/) });
});

it('what no two runs would have in common is refused, with what to write instead', () => {
  const { problems } = resolved(play, { files: { 'templates/a.conf.hbs': '{{template_run_date}}' } });
  expect(problems).toMatchObject([
    {
      code: 'changing-variable',
      detail: expect.stringMatching(/a\.conf\.hbs uses template_run_date\.$/),
      hint: expect.stringContaining('ansible_managed'),
      place: { line: 3, column: 27 },
    },
  ]);
});

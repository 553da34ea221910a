import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { performInChild } from '../../../src/commands/controllers/child.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { bundled } from '../../bundled.ts';
import { webhook } from '../../notify/webhook.ts';
import { listening, project } from '../project.ts';

const cli = await bundled(join(import.meta.dirname, '../../../src/cli.ts'));

/** What a worker gets of a job on this machine, whose check has these keys besides. */
async function done(keys: string) {
  onTestFinished(() => hiddenTexts.clear());
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml':
      '- hosts: all\n  tasks:\n    - copy: { dest: "{{ playbook_dir }}/motd", content: "hello\\n" }\n',
    'schedule.yaml': `project: site
regions: { a: all }
checks:
  hourly: { playbook: site.yaml, inventory: hosts, every: 1h, ${keys} }
`,
  });
  const { io } = listening({ folder, program: [process.execPath, cli] });
  const given = {
    ...{ file: join(folder, 'schedule.yaml'), name: 'hourly', kind: 'drift' as const, hosts: ['here'] },
    history: join(folder, 'history.db'),
  };
  const env = { ...process.env, NO_COLOR: '1' };
  const local = { ...io.local, env };
  return performInChild(given, new AbortController().signal, { ...io, folder: process.cwd(), local });
}

const RESULT = { exitCode: 3, hosts: { here: 'differs' } };

it('a check is done though its webhook is missing, and the complaint says so', async () => {
  expect(await done('notify: "@/none/slack"')).toEqual({
    ...RESULT,
    complaint:
      'schedule.yaml has notify @/none/slack for hourly, which this worker cannot use: there is no such file or folder.',
  });
});

it('a webhook that does not take what changed is a complaint, and one that does is none', async () => {
  const { origin } = await webhook([404]);
  expect(await done(`notify: "${origin}/hook"`)).toEqual({
    ...RESULT,
    complaint: `${origin} did not get it. It answered 404 Not Found.`,
  });
  expect(await done(`notify: "${origin}/hook"`)).toEqual(RESULT);
});

it('what else is missing is told as schedule.yaml has it: nobody typed options', async () => {
  const ended = await done('vault-password-file: /none/vault');
  expect(ended).toEqual({ failure: expect.stringContaining('/none/vault') });
  expect(JSON.stringify(ended)).not.toContain('--vault');
});

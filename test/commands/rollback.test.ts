import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { rollback } from '../../src/commands/rollback/rollback.ts';
import { run } from '../../src/commands/run.ts';
import { openHistory } from '../../src/history/history.ts';
import { askedOf } from '../../src/history/questions/resumable.ts';
import { project, typed } from './project.ts';

const PLAYBOOK = `- name: Look
  hosts: all
  tasks:
    - assert: { that: true }
`;

/** The rollback of a run that changed nothing, started `from` a folder. */
async function takenBack({ from, words = [] }: { from?: string; words?: string[] }) {
  const hosts = ['hv01', 'hv02'].map((name) => `${name} ansible_connection=local\n`).join('');
  const folder = project({ hosts, 'site.yaml': PLAYBOOK });
  const place = ['--history', join(folder, 'history.db')];
  await typed(run, folder, join(folder, 'site.yaml'), '-i', join(folder, 'hosts'), ...place, { folder });
  const said = ['1', '--check', ...place, ...words];
  return { folder, ...(await typed(rollback, folder, ...said, { folder: from ?? folder })) };
}

it('without -i the hosts are those of the run', async () => {
  const { out, folder } = await takenBack({});
  expect([...out.matchAll(/^(hv\d\d) :/gm)].map(([, host]) => host)).toEqual(['hv01', 'hv02']);
  const history = await openHistory({ kind: 'file', path: join(folder, 'history.db') });
  onTestFinished(() => history.destroy());
  // So that a rollback of the rollback finds them, too.
  expect((await askedOf(history, 2))?.options).toEqual({ inventory: [join(folder, 'hosts')] });
});

it('in another folder it says where to start, unless -i is given', async () => {
  const { code, err, folder } = await takenBack({ from: '/elsewhere' });
  expect(code).toBe(1);
  expect(err).toContain('Run 1 was started in another folder');
  expect(err).toContain(`    cd ${folder} && virtfleet rollback 1 --history history.db\n`);
  const other = await takenBack({ from: '/elsewhere', words: ['-i', 'hv09,'] });
  expect(other.err).toContain('hosts: hv01, hv02');
});

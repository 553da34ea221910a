import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Complaints } from '../../../src/commands/controllers/complaints.ts';
import { sharedSchedule } from '../../../src/commands/controllers/surroundings.ts';
import { tick } from '../../../src/commands/controllers/tick.ts';
import { WorkerJobs } from '../../../src/commands/controllers/worker-jobs.ts';
import { Database } from '../../../src/controllers/database.ts';
import { Presence } from '../../../src/controllers/presence.ts';
import type { Queue } from '../../../src/controllers/queue.ts';
import { newPlace } from '../../history/kept.ts';
import { committedProject, listening } from '../project.ts';

const check = (name: string) => `  ${name}: { playbook: site.yaml, inventory: hosts, cron: "* * * * *" }\n`;
const FILES = {
  'schedule.yaml': `project: p\nregions: { a: all }\nchecks:\n${['one', 'two', 'three'].map(check).join('')}`,
  'site.yaml': '- hosts: all\n  tasks:\n    - ping:\n',
  hosts: 'hv01\n',
};

const DEAF: Queue = {
  ring: async () => {},
  counts: async () => new Map(),
  identity: async () => '',
  close: async () => {},
};

it('a worker does what is open though no queue tells of it, behind what it refuses, too', async () => {
  const folder = committedProject(FILES);
  const answer = 'read -r job; echo "{\\"exitCode\\": 0, \\"hosts\\": {\\"hv01\\": \\"ok\\"}}"';
  const { io } = listening({ folder, program: ['/bin/sh', '-c', answer] });
  const file = join(folder, 'schedule.yaml');
  const database = new Database(newPlace());
  onTestFinished(() => database.close());
  const complaints = new Complaints(() => {});
  const say = () => {};
  const ticking = {
    ...{ schedule: sharedSchedule(file), database, queue: DEAF, complaints, say },
    ...{ address: 'redis://localhost', presence: new Presence() },
  };
  const dispatched = () => tick(ticking, io);
  await dispatched();
  const decided = new Date(Date.now() - 60_000).toISOString();
  await database.ask((history) => history.updateTable('dues').set({ decided }).execute());
  await dispatched();
  await database.ask((history) =>
    history.updateTable('jobs').set({ commit_id: 'x' }).where('name', '=', 'one').execute(),
  );
  const jobs = new WorkerJobs(
    { file, region: 'a', name: 'w', capacity: 1, history: 'x', database, complaints, say },
    io,
  );
  await jobs.look();
  await vi.waitUntil(() => jobs.busy === 0, 30_000);
  const rows = await database.ask((history) =>
    history.selectFrom('jobs').select(['name', 'state', 'reason']).orderBy('name').execute(),
  );
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    ['one', 'queued'],
    ['three', 'ended'],
    ['two', 'ended'],
  ]);
  expect(rows[0]?.reason).toMatch(/^w refused it: it has /);
});

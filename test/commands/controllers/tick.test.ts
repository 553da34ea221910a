import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sharedSchedule } from '../../../src/commands/controllers/surroundings.ts';
import { schedulesOf, tick } from '../../../src/commands/controllers/tick.ts';
import { Database } from '../../../src/controllers/database.ts';
import { Presence } from '../../../src/controllers/presence.ts';
import { newPlace } from '../../history/kept.ts';
import { committedProject, listening } from '../project.ts';

const FILES = {
  'schedule.yaml': `project: p
regions: { a: all }
checks:
  bad: { playbook: bad.yaml, inventory: hosts, cron: "* * * * *" }
  nightly: { playbook: site.yaml, inventory: hosts, cron: "* * * * *" }
`,
  'bad.yaml': '- hosts: "no\\0such"\n  tasks:\n    - ping:\n',
  'site.yaml': '- hosts: all\n  tasks:\n    - ping:\n',
  hosts: 'hv01\n',
};

/** A server whose checks were all decided on long ago. */
async function ticking() {
  const folder = committedProject(FILES);
  const schedule = sharedSchedule(join(folder, 'schedule.yaml'));
  const database = new Database(newPlace());
  onTestFinished(() => database.close());
  const queue = {
    ring: async () => {},
    counts: async () => new Map(),
    identity: async () => 'q',
    close: async () => {},
  };
  const presence = new Presence();
  const said: string[] = [];
  const complaints = {
    about: (name: string, fault: unknown) => {
      if (fault !== undefined) said.push(`${name}: ${fault}`);
    },
  };
  const { io } = listening({ folder });
  const look = () =>
    tick({ schedule, database, queue, address: 'redis://q:6379', presence, complaints, say: () => {} }, io);
  await look();
  const decided = (time: string, checks = schedulesOf(schedule)) =>
    database.ask((history) =>
      history.updateTable('dues').set({ decided: time }).where('schedule', 'in', checks).execute(),
    );
  await decided(new Date(Date.now() - 60_000).toISOString());
  const rows = () =>
    database.ask((history) =>
      history.selectFrom('jobs').select(['name', 'reason']).orderBy('name').execute(),
    );
  return { decided, look, rows, said };
}

it('a mistake that a database cannot keep as it is written is a row all the same', async () => {
  const { look, rows } = await ticking();
  const { alarms: found } = await look();
  expect((await rows()).map(({ name }) => name)).toEqual(['bad', 'nightly']);
  expect((await rows())[0]?.reason).toContain('no␀such');
  expect([...found.keys()]).toEqual(['bad in a']);
});

it('a check that cannot be decided on is an alarm, and the others go on', async () => {
  const { decided, look, rows, said } = await ticking();
  await decided('', ['bad of p']);
  const { alarms: found } = await look();
  expect((await rows()).map(({ name }) => name)).toEqual(['nightly']);
  expect([...found.keys()]).toEqual(['bad']);
  expect(said).toEqual([`bad: ${found.get('bad')}`]);
});

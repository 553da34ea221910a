import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { controllerSite } from '../../../src/commands/controllers/site.ts';
import { sharedSchedule } from '../../../src/commands/controllers/surroundings.ts';
import { Database } from '../../../src/controllers/database.ts';
import { beat } from '../../../src/controllers/workers.ts';
import { newPlace } from '../../history/kept.ts';
import { project } from '../project.ts';

/** The site of a server that has these alarms. */
function siteOf(isWell: boolean, ...alarms: string[]) {
  const folder = project({ 'schedule.yaml': 'project: p\nregions: { a: all }\nchecks: {}\n' });
  const queue = {
    ring: async () => {},
    counts: async () => new Map(),
    identity: async () => 'q',
    close: async () => {},
  };
  const watch = { isWell, alarms: new Map(alarms.map((about) => [about, 'connect ECONNREFUSED 10.0.0.1'])) };
  const schedule = sharedSchedule(join(folder, 'schedule.yaml'));
  const database = new Database(newPlace());
  onTestFinished(() => database.close());
  const site = controllerSite({ database, queue, watch, schedule: () => schedule }, '1.0.0');
  return { database, site };
}

const health = async (...about: Parameters<typeof siteOf>) =>
  (await siteOf(...about).site('/health'))?.html();

it('the health of a server is that of its database and its queue, and no check of a region', async () => {
  expect(await health(true)).toBe('ok');
  expect(await health(true, 'region a', 'nightly in a')).toBe('ok');
  expect(await health(true, 'region a', 'the queue')).toBe('the queue does not answer');
  expect(await health(false, 'the queue')).toBe('the database does not answer');
});

it('a page that differs anywhere is another version of it, and the same is the same', async () => {
  const { database, site } = siteOf(true);
  const seen = async (commit_id: string) => {
    const worker = {
      project: 'p',
      name: 'w',
      region: 'a',
      capacity: 2,
      busy: 0,
      commit_id,
      version: '1.0.0',
      ...{ queue: 'redis://q:6379', queue_id: 'q', trouble: '' },
    };
    await database.ask((history) => beat(history, worker));
    return (await site('/'))?.version;
  };
  const first = await seen('0'.repeat(40));
  expect(await seen('1'.repeat(40))).not.toBe(first);
  expect(await seen('0'.repeat(40))).toBe(first);
});

it('metrics are metrics while the database is away, with the alarms that were known', async () => {
  const lines = async (...about: Parameters<typeof siteOf>) =>
    (await (await siteOf(...about).site('/metrics'))?.html())
      ?.split('\n')
      .filter((line) => /^[a-z]/.test(line));
  expect(await lines(true)).toEqual(['virtfleet_database_up 1', 'virtfleet_queue_up 1']);
  expect(await lines(false, 'region a', 'the database')).toEqual([
    'virtfleet_database_up 0',
    'virtfleet_queue_up 1',
    'virtfleet_alarm{about="region a"} 1',
    'virtfleet_alarm{about="the database"} 1',
  ]);
  const { database, site } = siteOf(true, 'region a');
  database.ask = () => Promise.reject(new Error('it was lost since'));
  expect(await (await site('/metrics'))?.html()).toContain('virtfleet_database_up 0');
});
